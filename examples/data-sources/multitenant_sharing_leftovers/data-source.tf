# Everything that Fabrikam still shares.
data "multitenant_sharing_leftovers" "fabrikam" {
  tenant = "fabrikam"
}

# What Fabrikam and Contoso still share with each other: each tenant has its own
# settings.
data "multitenant_tenant" "each" {
  for_each = toset(["contoso", "fabrikam"])
  tenant   = each.key
}

data "multitenant_sharing_leftovers" "each" {
  for_each = { contoso = "fabrikam", fabrikam = "contoso" }

  tenant          = each.key
  partner_domains = concat(data.multitenant_tenant.each[each.value].verified_domains, [data.multitenant_tenant.each[each.value].id])
}

output "to_retire" {
  value = {
    for key, left in data.multitenant_sharing_leftovers.each : key => concat(
      [for r in left.organization_relationships : "organization relationship ${r.name}"],
      [for p in left.sharing_policies : "sharing policy ${p.name}"],
      [for s in left.availability_address_spaces : "availability address space ${s.name}"],
    )
  }
}
