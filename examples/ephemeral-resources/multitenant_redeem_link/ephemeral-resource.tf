resource "multitenant_b2b_invitation" "ana" {
  tenant = "fabrikam"
  email  = "ana.ruiz@contoso.example"
}

# terraform.applying requests the link in the apply only: a plan would invalidate
# earlier links.
ephemeral "multitenant_redeem_link" "ana" {
  tenant  = "fabrikam"
  user_id = multitenant_b2b_invitation.ana.user_id
  enabled = terraform.applying
}

# A message of your own delivers it, once for each user.
resource "terraform_data" "welcome" {
  triggers_replace = multitenant_b2b_invitation.ana.user_id

  provisioner "local-exec" {
    command = "test -n \"$LINK\"" # your program for messages, which reads the variable
    environment = {
      ADDRESS = multitenant_b2b_invitation.ana.email
      LINK    = ephemeral.multitenant_redeem_link.ana.redeem_url
    }
  }
}
