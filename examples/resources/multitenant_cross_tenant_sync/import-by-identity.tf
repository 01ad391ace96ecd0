import {
  to = multitenant_cross_tenant_sync.to_fabrikam
  identity = {
    tenant_id = "11111111-1111-4111-8111-111111111111"
    object_id = "50000000-0000-4000-8000-000000000001"
  }
}

resource "multitenant_cross_tenant_sync" "to_fabrikam" {
  source = "contoso"
  target = "fabrikam"
}
