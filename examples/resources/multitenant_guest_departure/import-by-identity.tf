import {
  to = multitenant_guest_departure.ana
  identity = {
    tenant_id = "22222222-2222-4222-8222-222222222222"
    object_id = "aaaaaaaa-0000-4000-8000-000000000099"
  }
}

resource "multitenant_guest_departure" "ana" {
  tenant  = "fabrikam"
  user_id = "aaaaaaaa-0000-4000-8000-000000000099"
}
