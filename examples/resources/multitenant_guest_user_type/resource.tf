# Ana of Contoso is to be a member of Fabrikam. The order matters: she is
# invited as a guest, appears in the address book, and only then becomes a
# member. Exchange Online does not mail-enable her any more after that.
resource "multitenant_b2b_invitation" "ana" {
  tenant = "fabrikam"
  email  = "ana.ruiz@contoso.example"
}

locals {
  ana_is_in_the_address_book = false
}

resource "multitenant_guest_user_type" "ana" {
  tenant    = "fabrikam"
  user_id   = multitenant_b2b_invitation.ana.user_id
  user_type = local.ana_is_in_the_address_book ? "Member" : "Guest"
}

# Mona has an account of Fabrikam itself, but is to have no more rights than a
# guest. When this is taken out again, she stays as she is.
resource "multitenant_guest_user_type" "mona" {
  tenant     = "fabrikam"
  user_id    = "aaaaaaaa-0000-4000-8000-000000000002"
  user_type  = "Guest"
  on_destroy = "keep"
}
