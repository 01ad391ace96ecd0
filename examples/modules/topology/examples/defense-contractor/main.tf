# A contractor with a commercial tenant in the public cloud and a defense tenant
# in the US Government cloud, which appear as one company to their users.
module "topology" {
  source = "../.."

  tenants = { for tenant in local.estate.tenants : tenant.key => { tenant_id = tenant.tenant_id, cloud = tenant.cloud } }
  kind    = "mesh"

  capabilities = ["b2b_collaboration", "trust_mfa", "auto_redeem"]

  edges = {
    # The defense tenant requires compliant devices.
    "commercial->defense" = ["b2b_collaboration", "trust_mfa", "trust_compliant_device", "auto_redeem"]
  }
}

# A failed check is a warning and does not block the apply.
check "edges" {
  assert {
    condition     = module.topology.ok
    error_message = join("\n", [for f in module.topology.findings : "${f.code} ${f.edge}: ${f.summary} ${f.remedy}"])
  }
}

# The users of each tenant who work in the other one. Between clouds, users are
# invited by their user principal name.
locals {
  people = {
    "olga.petrov@trey.example"       = "defense"
    "pat.quinn@trey.example"         = "defense"
    "ray.stone@defense.trey.example" = "commercial"
  }
}

resource "multitenant_b2b_invitation" "colleague" {
  for_each = local.people

  tenant = each.value
  email  = each.key

  # A user who worked there before is restored, and deleted with this resource.
  on_soft_deleted = "restore"
  on_destroy      = "delete"

  # Invitations need the settings of both tenants, and a guest should not outlast
  # them.
  after = module.topology.entries[each.value]
}
