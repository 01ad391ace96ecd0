locals {
  # Every tenant decides for every other what it sees.
  pairs = var.free_busy == null ? {} : {
    for pair in setproduct(keys(var.tenants), keys(var.tenants)) : "${pair[0]}/${pair[1]}" => {
      tenant  = pair[0]
      partner = pair[1]
    }
    if pair[0] != pair[1]
  }

  capability = {
    times   = "crossTenantCalendarAvailabilityBasic"
    details = "crossTenantCalendarAvailabilityLimitedDetails"
  }
}

resource "multitenant_cross_tenant_access_partner" "this" {
  for_each = local.pairs

  tenant            = each.value.tenant
  partner_tenant_id = var.tenants[each.value.partner].tenant_id

  m365_collaboration_inbound = {
    users = { access_type = "allowed", targets = [{ target = "AllUsers", target_type = "user" }] }
  }

  on_existing = var.on_existing
}

resource "multitenant_m365_capabilities" "this" {
  for_each = local.pairs

  tenant            = each.value.tenant
  partner_tenant_id = multitenant_cross_tenant_access_partner.this[each.key].partner_tenant_id
  capabilities      = { (local.capability[var.free_busy]) = { allowed = true } }
}

# Both directions of every pair, after the resources above.
data "multitenant_topology_check" "this" {
  count = var.free_busy == null ? 0 : 1

  edges = [for pair in values(local.pairs) : { source = pair.partner, target = pair.tenant, capabilities = ["calendar_availability"] }]

  depends_on = [multitenant_m365_capabilities.this]
}
