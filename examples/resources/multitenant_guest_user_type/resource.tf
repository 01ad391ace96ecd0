# Ana of Contoso becomes a member of Fabrikam. The order matters: invited as a
# guest, she becomes a mail user that the address book shows, and only then a member.
# As a member she would not be mail-enabled.
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

# Mona has an account of Fabrikam, but only a guest's permissions. When this
# resource is destroyed, she keeps them.
resource "multitenant_guest_user_type" "mona" {
  tenant     = "fabrikam"
  user_id    = "aaaaaaaa-0000-4000-8000-000000000002"
  user_type  = "Guest"
  on_destroy = "keep"
}
