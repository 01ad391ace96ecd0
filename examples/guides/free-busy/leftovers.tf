data "multitenant_sharing_leftovers" "this" {
  for_each = toset(["contoso", "fabrikam"])

  tenant = each.key
}

output "leftovers" {
  value = {
    for tenant, found in data.multitenant_sharing_leftovers.this : tenant => {
      organization_relationships  = found.organization_relationships
      sharing_policies            = found.sharing_policies
      availability_address_spaces = found.availability_address_spaces
    }
  }
}
