import {
  to = multitenant_cross_tenant_access_default.fabrikam
  id = "fabrikam/default"
}

resource "multitenant_cross_tenant_access_default" "fabrikam" {
  tenant = "fabrikam"
}
