# People of Contoso work in Fabrikam: both tenants have an entry about the
# other. In Fabrikam, the target, Contoso comes in.
locals {
  everybody  = { access_type = "allowed", targets = [{ target = "AllUsers", target_type = "user" }] }
  everything = { access_type = "allowed", targets = [{ target = "AllApplications", target_type = "application" }] }
}

resource "multitenant_cross_tenant_access_partner" "contoso_in_fabrikam" {
  tenant            = "fabrikam"
  partner_tenant_id = "11111111-1111-4111-8111-111111111111"

  b2b_collaboration_inbound = { users_and_groups = local.everybody, applications = local.everything }

  # Who has signed in with a second factor in Contoso needs no other one here.
  inbound_trust = { is_mfa_accepted = true }

  # Nobody is asked for consent, as long as Contoso says the same outbound.
  automatic_user_consent = { inbound_allowed = true, outbound_allowed = false }

  identity_synchronization = { user_sync_allowed = true, display_name = "Contoso" }
}

# In Contoso, the source, its people go out. Blocks that are left out, such as
# what comes in here, are left alone; this one goes back to Contoso's default.
resource "multitenant_cross_tenant_access_partner" "fabrikam_in_contoso" {
  tenant            = "contoso"
  partner_tenant_id = "22222222-2222-4222-8222-222222222222"

  b2b_collaboration_outbound  = { users_and_groups = local.everybody, applications = local.everything }
  b2b_direct_connect_outbound = { inherit = true }
  automatic_user_consent      = { inbound_allowed = false, outbound_allowed = true }
}
