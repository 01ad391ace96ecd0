locals {
  # Every employee, without the users that come from the other tenant.
  employees = "(user.userType -eq \"Member\") and (user.userPrincipalName -notContains \"#EXT#\")"
}

module "group" {
  source = "./modules/multitenant_organization"

  owner        = "contoso"
  display_name = "Contoso Group"
  tenants = {
    contoso  = { tenant_id = "11111111-1111-4111-8111-111111111111", display_name = "Contoso" }
    fabrikam = { tenant_id = "22222222-2222-4222-8222-222222222222", display_name = "Fabrikam" }
  }

  mechanism = "sync"
  sync = {
    scopes = {
      contoso  = { membership_rule = local.employees }
      fabrikam = { membership_rule = local.employees }
    }
    # Guests that were invited before the merger become members.
    user_type = { value = "Member", apply = "always" }
  }
}

output "ok" {
  value = module.group.ok
}

output "tenants" {
  value = { for tenant in values(module.group.tenants) : tenant.display_name => "${tenant.role}, ${tenant.state}" }
}
