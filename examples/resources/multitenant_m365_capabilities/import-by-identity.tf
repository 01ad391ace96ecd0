import {
  to = multitenant_m365_capabilities.northwind
  identity = {
    tenant_id = "22222222-2222-4222-8222-222222222222"
    object_id = "33333333-3333-4333-8333-333333333333"
  }
}

resource "multitenant_m365_capabilities" "northwind" {
  tenant            = "fabrikam"
  partner_tenant_id = "33333333-3333-4333-8333-333333333333"

  capabilities = {
    crossTenantCalendarAvailabilityBasic = { allowed = true }
  }
}
