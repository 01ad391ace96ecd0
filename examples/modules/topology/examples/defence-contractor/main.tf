# A contractor with a commercial tenant in the public cloud and a defence tenant in
# the US Government cloud, which are to look like one company to their people.
module "topology" {
  source = "../.."

  tenants = { for tenant in local.estate.tenants : tenant.key => { tenant_id = tenant.tenant_id, cloud = tenant.cloud } }
  kind    = "mesh"

  capabilities = ["b2b_collaboration", "trust_mfa", "auto_redeem"]

  edges = {
    # The defence tenant asks for compliant devices.
    "commercial->defence" = ["b2b_collaboration", "trust_mfa", "trust_compliant_device", "auto_redeem"]
  }
}

# A check that fails is a warning: it keeps nothing from being applied.
check "edges" {
  assert {
    condition     = module.topology.ok
    error_message = join("\n", [for f in module.topology.findings : "${f.code} ${f.edge}: ${f.summary} ${f.remedy}"])
  }
}

# Who works on the other side. Between clouds people are invited by their user
# principal name.
locals {
  people = {
    "olga.petrov@trey.example"       = "defence"
    "pat.quinn@trey.example"         = "defence"
    "ray.stone@defence.trey.example" = "commercial"
  }
}

resource "multitenant_b2b_invitation" "colleague" {
  for_each = local.people

  tenant = each.value
  email  = each.key

  # Who has worked there before comes back, and leaves again with this.
  on_soft_deleted = "restore"
  on_destroy      = "delete"

  # Nobody can be invited before both tenants know each other, nor is anybody left
  # behind who no longer could sign in.
  after = module.topology.entries[each.value]
}
