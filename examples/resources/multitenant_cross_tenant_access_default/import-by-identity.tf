import {
  to = multitenant_cross_tenant_access_default.fabrikam
  identity = {
    tenant_id = "22222222-2222-4222-8222-222222222222"
    object_id = "default"
  }
}

resource "multitenant_cross_tenant_access_default" "fabrikam" {
  tenant = "fabrikam"
}
