import {
  to = multitenant_guest_user_type.ana
  id = "fabrikam/ana.ruiz@contoso.example"
}

resource "multitenant_guest_user_type" "ana" {
  tenant    = "fabrikam"
  user_id   = "aaaaaaaa-0000-4000-8000-000000000099"
  user_type = "Guest"
}
