# Users of Contoso see in Fabrikam when a colleague is free or busy, the profile cards,
# and the MailTips of one group. It takes a partner configuration that trusts the users
# of Contoso; the reference to it lets it be written first.
resource "multitenant_cross_tenant_access_partner" "contoso" {
  tenant            = "fabrikam"
  partner_tenant_id = "11111111-1111-4111-8111-111111111111"

  m365_collaboration_inbound = {
    users = { access_type = "allowed", targets = [{ target = "AllUsers", target_type = "user" }] }
  }
}

resource "multitenant_m365_capabilities" "contoso" {
  tenant            = "fabrikam"
  partner_tenant_id = multitenant_cross_tenant_access_partner.contoso.partner_tenant_id

  capabilities = {
    # Without users and groups: all users of Fabrikam.
    crossTenantCalendarAvailabilityBasic = { allowed = true }
    crossTenantOpenProfileCard           = { allowed = true }
    crossTenantMailTipsLimited = {
      allowed = true
      groups  = ["99999999-9999-4999-8999-999999999999"]
    }
  }
}

# Other organizations see nothing: two capabilities are blocked, and all others are
# deleted, whichever were allowed by hand.
resource "multitenant_m365_capabilities" "all_others" {
  tenant            = "fabrikam"
  partner_tenant_id = "default"
  exclusive         = true

  capabilities = {
    crossTenantMailTipsAll     = { allowed = false }
    crossTenantOpenProfileCard = { allowed = false }
  }
}
