locals {
  tenant_ids = {
    contoso  = "11111111-1111-4111-8111-111111111111"
    fabrikam = "22222222-2222-4222-8222-222222222222"
  }
  # Whose calendars, and who looks at them.
  pairs = {
    contoso  = "fabrikam"
    fabrikam = "contoso"
  }
}

# The trust: which users of the partner may look at all.
resource "multitenant_cross_tenant_access_partner" "sharing" {
  for_each = local.pairs

  tenant            = each.key
  partner_tenant_id = local.tenant_ids[each.value]
  on_existing       = "adopt"

  m365_collaboration_inbound = {
    users = { access_type = "allowed", targets = [{ target = "AllUsers", target_type = "user" }] }
  }
}

# What they see.
resource "multitenant_m365_capabilities" "sharing" {
  for_each = local.pairs

  tenant            = each.key
  partner_tenant_id = multitenant_cross_tenant_access_partner.sharing[each.key].partner_tenant_id
  capabilities = {
    crossTenantCalendarAvailabilityBasic = { allowed = true }
    crossTenantMailTipsLimited           = { allowed = true }
  }
}
