locals {
  # All users with an address.
  people = {
    for key, guest in data.multitenant_guests.fabrikam.guests : key => guest
    if key == lower(coalesce(guest.email, "none"))
  }
}

import {
  for_each = local.people
  to       = multitenant_b2b_invitation.guest[each.key]
  id       = each.value.id
}

resource "multitenant_b2b_invitation" "guest" {
  for_each = local.people

  tenant = "fabrikam"
  email  = each.value.email
}

output "people_csv" {
  value = join("\n", concat(["email"], keys(multitenant_b2b_invitation.guest)))
}
