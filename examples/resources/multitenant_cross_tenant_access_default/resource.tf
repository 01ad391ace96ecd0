# The settings for every tenant without a partner entry: its users may be invited
# to Fabrikam, but Fabrikam's users cannot be guests there.
resource "multitenant_cross_tenant_access_default" "fabrikam" {
  tenant = "fabrikam"

  b2b_collaboration_inbound = {
    users_and_groups = { access_type = "allowed", targets = [{ target = "AllUsers", target_type = "user" }] }
    applications     = { access_type = "allowed", targets = [{ target = "AllApplications", target_type = "application" }] }
  }
  b2b_collaboration_outbound = {
    users_and_groups = { access_type = "blocked", targets = [{ target = "AllUsers", target_type = "user" }] }
    applications     = { access_type = "blocked", targets = [{ target = "AllApplications", target_type = "application" }] }
  }

  # Guests redeem with a work account, or with a one-time passcode.
  invitation_redemption_identity_provider_configuration = {
    primary_identity_provider_precedence_order = ["azureActiveDirectory", "externalFederation"]
    fallback_identity_provider                 = "emailOneTimePasscode"
  }
}
