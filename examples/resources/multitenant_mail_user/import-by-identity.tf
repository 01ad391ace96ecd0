import {
  to = multitenant_mail_user.ana
  identity = {
    tenant_id = "22222222-2222-4222-8222-222222222222"
    object_id = "aaaaaaaa-0000-4000-8000-000000000099"
  }
}

resource "multitenant_mail_user" "ana" {
  tenant  = "fabrikam"
  user_id = "aaaaaaaa-0000-4000-8000-000000000099"

  email_addresses = ["ana.ruiz@contoso.example"]
}
