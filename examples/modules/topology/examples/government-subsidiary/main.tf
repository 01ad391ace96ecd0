# A parent in the public cloud and its subsidiary in the US Government cloud: the users of
# each are members in the other. Graph cannot create a synchronization between clouds, so
# the administrators have done two things in the Entra admin center before: allowed
# synchronization from the other cloud in the Microsoft cloud settings of both tenants, and
# created a configuration for cross-cloud synchronization in both. The module adopts the
# configurations and the entries.
module "topology" {
  source = "../.."

  tenants      = { for tenant in local.estate.tenants : tenant.key => { tenant_id = tenant.tenant_id, cloud = tenant.cloud } }
  kind         = "mesh"
  capabilities = ["b2b_collaboration", "trust_mfa", "auto_redeem"]
  mechanism    = "sync"
  on_existing  = "adopt"

  sync = {
    scopes = {
      for tenant in local.estate.tenants : tenant.key => {
        membership_rule = "(user.userType -eq \"Member\") and (user.userPrincipalName -notContains \"#EXT#\")"
      }
    }
    notification_email = "identity@humongous.example"
  }
}

# A failed check is a warning and does not block the apply.
check "edges" {
  assert {
    condition     = module.topology.ok
    error_message = join("\n", [for f in module.topology.findings : "${f.code} ${f.edge}: ${f.summary} ${f.remedy}"])
  }
}
