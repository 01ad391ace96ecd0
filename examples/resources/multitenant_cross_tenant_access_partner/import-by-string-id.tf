import {
  to = multitenant_cross_tenant_access_partner.northwind
  id = "fabrikam/northwind"
}

resource "multitenant_cross_tenant_access_partner" "northwind" {
  tenant            = "fabrikam"
  partner_tenant_id = "33333333-3333-4333-8333-333333333333"
}
