# Ana of Contoso is to be a member of Fabrikam. The order matters: she is
# invited as a guest, which makes a mail user of her, and only then becomes a
# member. Exchange Online does not mail-enable her any more after that.
resource "multitenant_b2b_invitation" "ana" {
  tenant = "fabrikam"
  email  = "ana.ruiz@contoso.example"
}

resource "multitenant_guest_user_type" "ana" {
  tenant    = "fabrikam"
  user_id   = multitenant_b2b_invitation.ana.user_id
  user_type = "Member"
}

# Mona has an account of Fabrikam itself, but is to have no more rights than a
# guest. When this is taken out again, she stays as she is.
resource "multitenant_guest_user_type" "mona" {
  tenant     = "fabrikam"
  user_id    = "aaaaaaaa-0000-4000-8000-000000000002"
  user_type  = "Guest"
  on_destroy = "keep"
}
