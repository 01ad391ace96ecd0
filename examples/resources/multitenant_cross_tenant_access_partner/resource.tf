# Users of Contoso work in Fabrikam: each tenant has an entry for the other. In
# Fabrikam, the target, Contoso is allowed inbound.
locals {
  all_users = { access_type = "allowed", targets = [{ target = "AllUsers", target_type = "user" }] }
  all_apps  = { access_type = "allowed", targets = [{ target = "AllApplications", target_type = "application" }] }
}

resource "multitenant_cross_tenant_access_partner" "contoso_in_fabrikam" {
  tenant            = "fabrikam"
  partner_tenant_id = "11111111-1111-4111-8111-111111111111"

  b2b_collaboration_inbound = { users_and_groups = local.all_users, applications = local.all_apps }

  # MFA completed in Contoso is accepted here.
  inbound_trust = { is_mfa_accepted = true }

  # No consent prompt, if Contoso sets the same outbound.
  automatic_user_consent = { inbound_allowed = true, outbound_allowed = false }

  identity_synchronization = { user_sync_allowed = true, display_name = "Contoso" }
}

# In Contoso, the source, its users are allowed outbound. Blocks that are
# omitted, such as inbound access, are not changed; this one is reset to
# Contoso's default.
resource "multitenant_cross_tenant_access_partner" "fabrikam_in_contoso" {
  tenant            = "contoso"
  partner_tenant_id = "22222222-2222-4222-8222-222222222222"

  b2b_collaboration_outbound  = { users_and_groups = local.all_users, applications = local.all_apps }
  b2b_direct_connect_outbound = { inherit = true }
  automatic_user_consent      = { inbound_allowed = false, outbound_allowed = true }
}
