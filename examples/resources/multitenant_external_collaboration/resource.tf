# Only administrators, guest inviters and applications with User.Invite.All invite
# guests, and guests see only their own objects. No user joins by an email address.
resource "multitenant_external_collaboration" "fabrikam" {
  tenant = "fabrikam"

  allow_invites_from = "adminsAndGuestInviters"
  guest_user_role    = "restrictedGuestUser"

  allowed_to_sign_up_email_based_subscriptions    = false
  allow_email_verified_users_to_join_organization = false
}
