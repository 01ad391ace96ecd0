data "multitenant_guests" "fabrikam" {
  tenant = "fabrikam"
}

output "by_domain" {
  description = "Number of external users by home domain."
  value = {
    for domain, emails in {
      for guest in data.multitenant_guests.fabrikam.guests : lower(split("@", guest.email)[1]) => guest.email...
      if guest.email != null
    } : domain => length(emails)
  }
}
