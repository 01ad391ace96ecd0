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
    # No users: the jobs delete the users that they have created.
    scopes = {
      contoso  = { members = [] }
      fabrikam = { members = [] }
    }
    user_type = { value = "Member", apply = "always" }
  }
}
