import {
  to = multitenant_organization_tenant.fabrikam
  id = "contoso/fabrikam"
}

resource "multitenant_organization_tenant" "fabrikam" {
  tenant           = "contoso"
  member_tenant_id = "22222222-2222-4222-8222-222222222222"
  display_name     = "Fabrikam"
}
