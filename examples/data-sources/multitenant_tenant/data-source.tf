data "multitenant_tenant" "fabrikam" {
  tenant = "fabrikam"
}

# An address in a domain of the tenant cannot be invited as a guest.
locals {
  candidates = ["ana.ruiz@contoso.example", "lee.gu@fabrikam.example"]
}

resource "multitenant_b2b_invitation" "colleague" {
  for_each = toset([
    for email in local.candidates : email
    if !contains(data.multitenant_tenant.fabrikam.verified_domains, lower(split("@", email)[1]))
  ])

  tenant = "fabrikam"
  email  = each.key
}

output "guests_sign_in_with" {
  description = "The domain of the guests' user principal names."
  value       = data.multitenant_tenant.fabrikam.initial_domain
}
