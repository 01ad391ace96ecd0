locals {
  # The Microsoft 365 capabilities that grant a capability of an edge, at the level
  # in var.m365_levels.
  m365_names = {
    calendar_availability = [{
      times   = "crossTenantCalendarAvailabilityBasic"
      details = "crossTenantCalendarAvailabilityLimitedDetails"
    }[var.m365_levels.calendar_availability]]
    calendar_sharing = [{
      times   = "crossTenantCalendarSharingFreeBusySimple"
      details = "crossTenantCalendarSharingFreeBusyDetail"
      all     = "crossTenantCalendarSharingFreeBusyReviewer"
    }[var.m365_levels.calendar_sharing]]
    mail_tips = [{
      limited = "crossTenantMailTipsLimited"
      all     = "crossTenantMailTipsAll"
    }[var.m365_levels.mail_tips]]
    profile_card = ["crossTenantOpenProfileCard"]
    places       = ["crossTenantPlacesRoomBooking", "crossTenantPlacesDeskBooking"]
    mailbox_move = ["crossTenantMigration"]
  }

  # The capabilities of each entry: what users of the partner see of the tenant.
  m365_granted = {
    for name, entry in local.entries : name => flatten([
      for capability, names in local.m365_names : names if contains(entry.inbound, capability)
    ])
  }
}

# What the users of a partner see of all users of the tenant. Any other capability of
# the partner is removed: no edge requires it.
resource "multitenant_m365_capabilities" "this" {
  for_each = { for name, capabilities in local.m365_granted : name => capabilities if length(capabilities) > 0 }

  tenant            = local.entries[each.key].tenant
  partner_tenant_id = multitenant_cross_tenant_access_partner.this[each.key].partner_tenant_id
  exclusive         = true
  capabilities      = { for name in each.value : name => { allowed = true } }
}
