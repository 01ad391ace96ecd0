import {
  to = multitenant_mail_contact.info
  id = "fabrikam/info@partner.example"
}

resource "multitenant_mail_contact" "info" {
  tenant = "fabrikam"
  email  = "info@partner.example"
}
