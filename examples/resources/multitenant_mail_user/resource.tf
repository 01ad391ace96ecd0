resource "multitenant_b2b_invitation" "ana" {
  tenant = "fabrikam"
  email  = "ana.ruiz@contoso.example"
}

# Ana is also found by her alias, and senders see where she works.
resource "multitenant_mail_user" "ana" {
  tenant  = "fabrikam"
  user_id = multitenant_b2b_invitation.ana.user_id

  additional_email_addresses = ["ana@contoso.example"]
  mail_tip                   = "Ana works for Contoso."
}

resource "multitenant_b2b_invitation" "li" {
  tenant = "fabrikam"
  email  = "li.na@contoso.example"
}

# Li has exactly these addresses.
resource "multitenant_mail_user" "li" {
  tenant  = "fabrikam"
  user_id = multitenant_b2b_invitation.li.user_id

  primary_smtp_address = "li@contoso.example"
  email_addresses      = ["li@contoso.example", "li.na@contoso.example"]
}
