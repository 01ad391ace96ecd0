import {
  to = multitenant_b2b_invitation.ana
  id = "fabrikam/ana.ruiz@contoso.example"
}

resource "multitenant_b2b_invitation" "ana" {
  tenant = "fabrikam"
  email  = "ana.ruiz@contoso.example"
}
