data "multitenant_guests" "fabrikam" {
  tenant = "fabrikam"
}

output "by_domain" {
  description = "How many people come from where."
  value = {
    for domain, emails in {
      for guest in data.multitenant_guests.fabrikam.guests : lower(split("@", guest.email)[1]) => guest.email...
      if guest.email != null
    } : domain => length(emails)
  }
}
