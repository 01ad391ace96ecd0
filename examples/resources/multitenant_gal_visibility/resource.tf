# Ana of Contoso becomes a member of Fabrikam in the recommended order: invited as a
# guest, shown in the address book, and only then a member.
resource "multitenant_b2b_invitation" "ana" {
  tenant = "fabrikam"
  email  = "ana.ruiz@contoso.example"
}

resource "multitenant_gal_visibility" "ana" {
  tenant  = "fabrikam"
  user_id = multitenant_b2b_invitation.ana.user_id
  visible = true
}

resource "multitenant_guest_user_type" "ana" {
  tenant    = "fabrikam"
  user_id   = multitenant_gal_visibility.ana.user_id
  user_type = "Member"
}

# Without a role for Exchange Online, Graph's switch alone is set.
resource "multitenant_gal_visibility" "mona" {
  tenant   = "fabrikam"
  user_id  = "aaaaaaaa-0000-4000-8000-000000000002"
  visible  = false
  exchange = "off"
}
