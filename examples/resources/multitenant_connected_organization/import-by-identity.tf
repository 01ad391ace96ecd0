import {
  to = multitenant_connected_organization.partner
  identity = {
    tenant_id = "22222222-2222-4222-8222-222222222222"
    object_id = "70000000-0000-4000-8000-000000000001"
  }
}

resource "multitenant_connected_organization" "partner" {
  tenant           = "fabrikam"
  display_name     = "Partner"
  identity_sources = [{ domain_name = "partner.example" }]
}
