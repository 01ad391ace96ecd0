# The one-time passcode setting of Fabrikam.
list "multitenant_email_otp" "email_otp" {
  provider         = multitenant
  include_resource = true

  config {
    tenant = "fabrikam"
  }
}
