# The external part of Fabrikam's address book.
data "multitenant_recipients" "external" {
  tenant       = "fabrikam"
  types        = ["GuestMailUser", "MailUser", "MailContact"]
  visible_only = true
}

output "external_recipients" {
  value = [for r in data.multitenant_recipients.external.recipients : "${r.display_name} <${r.primary_smtp_address}>"]
}
