import {
  to = multitenant_mail_contact.info
  identity = {
    tenant_id = "22222222-2222-4222-8222-222222222222"
    object_id = "bbbbbbbb-0000-4000-8000-000000000077"
  }
}

resource "multitenant_mail_contact" "info" {
  tenant = "fabrikam"
  email  = "info@partner.example"
}
