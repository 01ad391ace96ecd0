data "multitenant_recipients" "members" {
  for_each = local.tenants

  tenant = each.key
  types  = ["MailUser", "GuestMailUser"]
}

output "address_books" {
  value = { for key, book in data.multitenant_recipients.members : key => [for r in values(book.recipients) : r.display_name if !r.hidden] }
}
