# { email = "ana_maria@contoso.example", domain = "fabrikam.onmicrosoft.com" }
output "ana" {
  value = provider::multitenant::parse_guest_upn("ana_maria_contoso.example#EXT#@fabrikam.onmicrosoft.com")
}

# The addresses in an export of user principal names, without internal users.
locals {
  exported = [
    "ana.ruiz_contoso.example#EXT#@fabrikam.onmicrosoft.com",
    "omar@fabrikam.example",
  ]
}

output "addresses" {
  value = [for upn in local.exported : provider::multitenant::parse_guest_upn(upn).email if strcontains(upper(upn), "#EXT#")]
}
