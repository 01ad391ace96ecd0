import {
  to = multitenant_gal_visibility.ana
  id = "fabrikam/ana.ruiz@contoso.example"
}

resource "multitenant_gal_visibility" "ana" {
  tenant  = "fabrikam"
  user_id = "aaaaaaaa-0000-4000-8000-000000000099"
  visible = false
}
