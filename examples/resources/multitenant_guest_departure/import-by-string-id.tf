import {
  to = multitenant_guest_departure.ana
  id = "fabrikam/ana.ruiz@contoso.example"
}

resource "multitenant_guest_departure" "ana" {
  tenant  = "fabrikam"
  user_id = "aaaaaaaa-0000-4000-8000-000000000099"
}
