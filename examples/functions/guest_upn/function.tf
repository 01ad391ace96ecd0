# ana.ruiz_contoso.example#EXT#@fabrikam.onmicrosoft.com
output "ana_in_fabrikam" {
  value = provider::multitenant::guest_upn("ana.ruiz@contoso.example", "fabrikam.onmicrosoft.com")
}

# One name for each user and resource tenant.
locals {
  people = ["ana.ruiz@contoso.example", "li.na@contoso.example"]
  initial_domains = {
    fabrikam  = "fabrikam.onmicrosoft.com"
    northwind = "northwind.onmicrosoft.us"
  }
}

output "everybody" {
  value = {
    for tenant, domain in local.initial_domains : tenant => [
      for email in local.people : provider::multitenant::guest_upn(email, domain)
    ]
  }
}
