import {
  to = multitenant_email_otp.fabrikam
  identity = {
    tenant_id = "22222222-2222-4222-8222-222222222222"
    object_id = "email_otp"
  }
}

resource "multitenant_email_otp" "fabrikam" {
  tenant                             = "fabrikam"
  allow_external_id_to_use_email_otp = "default"
}
