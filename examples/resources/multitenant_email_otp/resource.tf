# Guests without an account of Entra ID redeem their invitation with a one-time
# passcode, whatever the default is.
resource "multitenant_email_otp" "fabrikam" {
  tenant                             = "fabrikam"
  allow_external_id_to_use_email_otp = "enabled"
}
