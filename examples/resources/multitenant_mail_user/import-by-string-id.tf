import {
  to = multitenant_mail_user.ana
  id = "fabrikam/ana.ruiz@contoso.example"
}

resource "multitenant_mail_user" "ana" {
  tenant  = "fabrikam"
  user_id = "aaaaaaaa-0000-4000-8000-000000000099"

  email_addresses = ["ana.ruiz@contoso.example"]
}
