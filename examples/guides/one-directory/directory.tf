locals {
  tenants = {
    contoso   = { tenant_id = "6f0d1c52-93a4-4b1e-8c27-5ad1e0b4c001" }
    fabrikam  = { tenant_id = "1be4a7d9-20c8-4f63-9a15-7c3de8f2c002" }
    northwind = { tenant_id = "b83e5f16-7d42-4ca9-b0f8-2e91ac6dc003" }
    tailspin  = { tenant_id = "e4a92c7b-5810-49de-8b36-d07f1b95c004" }
  }
}

module "directory" {
  source = "./modules/topology"

  tenants      = local.tenants
  kind         = "mesh"
  capabilities = ["b2b_collaboration", "trust_mfa", "auto_redeem"]
  mechanism    = "sync"

  sync = {
    # Every employee of every tenant, without the users that come from the others.
    scopes = {
      for key in keys(local.tenants) : key => {
        membership_rule = "(user.userType -eq \"Member\") and (user.userPrincipalName -notContains \"#EXT#\")"
      }
    }
    # Guests that were invited before become members.
    user_type          = { value = "Member", apply = "always" }
    delete_threshold   = 100
    notification_email = "identity@contoso.example"
  }
}

check "edges" {
  assert {
    condition     = module.directory.ok
    error_message = join("\n", [for f in module.directory.findings : "${f.code} ${f.edge}: ${f.summary} ${f.remedy}"])
  }
}

output "synchronized" {
  value = { for key, sync in module.directory.synchronizations.configurations : key => sync.status }
}
