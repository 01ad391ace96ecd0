import {
  to = multitenant_organization_tenant.fabrikam
  identity = {
    tenant_id = "11111111-1111-4111-8111-111111111111"
    object_id = "22222222-2222-4222-8222-222222222222"
  }
}

resource "multitenant_organization_tenant" "fabrikam" {
  tenant           = "contoso"
  member_tenant_id = "22222222-2222-4222-8222-222222222222"
  display_name     = "Fabrikam"
}
