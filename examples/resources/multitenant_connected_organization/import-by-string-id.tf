import {
  to = multitenant_connected_organization.partner
  id = "fabrikam/Partner"
}

resource "multitenant_connected_organization" "partner" {
  tenant           = "fabrikam"
  display_name     = "Partner"
  identity_sources = [{ domain_name = "partner.example" }]
}
