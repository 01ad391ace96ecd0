import {
  to = multitenant_m365_capabilities.northwind
  id = "fabrikam/northwind"
}

resource "multitenant_m365_capabilities" "northwind" {
  tenant            = "fabrikam"
  partner_tenant_id = "33333333-3333-4333-8333-333333333333"

  capabilities = {
    crossTenantCalendarAvailabilityBasic = { allowed = true }
  }
}
