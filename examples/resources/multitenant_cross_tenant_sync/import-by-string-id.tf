import {
  to = multitenant_cross_tenant_sync.to_fabrikam
  id = "contoso/50000000-0000-4000-8000-000000000001"
}

resource "multitenant_cross_tenant_sync" "to_fabrikam" {
  source = "contoso"
  target = "fabrikam"
}
