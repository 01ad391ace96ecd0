import {
  to = multitenant_b2b_invitation.ana
  id = "fabrikam/ana.ruiz@contoso.example"
}
