import {
  to = multitenant_organization.group
  identity = {
    tenant_id = "11111111-1111-4111-8111-111111111111"
    object_id = "organization"
  }
}

resource "multitenant_organization" "group" {
  tenant       = "contoso"
  display_name = "Contoso Group"
}
