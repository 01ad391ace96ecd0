locals {
  tenants = {
    parent     = { tenant_id = "7c0e4b92-58d1-4f36-a2e7-1b94d3f0a401", cloud = "public" }
    subsidiary = { tenant_id = "e83a6f17-0d4c-4b59-9f21-62c7b5e8a402", cloud = "usgovernment" }
  }
}

module "topology" {
  source = "./modules/topology"

  tenants      = local.tenants
  kind         = "mesh"
  capabilities = ["b2b_collaboration", "trust_mfa", "auto_redeem"]
  mechanism    = "sync"
  # The configurations between clouds, which the portal has created, and their entries.
  on_existing = "adopt"

  sync = {
    scopes = {
      for key in keys(local.tenants) : key => {
        membership_rule = "(user.userType -eq \"Member\") and (user.userPrincipalName -notContains \"#EXT#\")"
      }
    }
  }
}

output "ok" {
  value = module.topology.ok
}
