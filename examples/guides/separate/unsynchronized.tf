module "group" {
  source = "./modules/multitenant_organization"

  owner        = "contoso"
  display_name = "Contoso Group"
  tenants = {
    contoso  = { tenant_id = "11111111-1111-4111-8111-111111111111", display_name = "Contoso" }
    fabrikam = { tenant_id = "22222222-2222-4222-8222-222222222222", display_name = "Fabrikam" }
  }
}

# External users that remain: guests that were invited, and not synchronized.
data "multitenant_guests" "left" {
  for_each = toset(["contoso", "fabrikam"])
  tenant   = each.key
}

output "left" {
  value = { for key, guests in data.multitenant_guests.left : key => keys(guests.guests) }
}
