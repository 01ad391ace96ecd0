# An address of a partner in the address book of Fabrikam, without a user.
resource "multitenant_mail_contact" "press" {
  tenant       = "fabrikam"
  email        = "press@partner.example"
  display_name = "Partner, press office"
  mail_tip     = "This address is outside of Fabrikam."
}

# Addresses from a list. The name in Exchange Online is the address by default, which
# is unique.
resource "multitenant_mail_contact" "offices" {
  for_each = {
    "madrid@partner.example" = "Partner, Madrid"
    "lisbon@partner.example" = "Partner, Lisbon"
  }

  tenant       = "fabrikam"
  email        = each.key
  display_name = each.value
}
