import {
  to = multitenant_email_otp.fabrikam
  id = "fabrikam/email_otp"
}

resource "multitenant_email_otp" "fabrikam" {
  tenant                             = "fabrikam"
  allow_external_id_to_use_email_otp = "default"
}
