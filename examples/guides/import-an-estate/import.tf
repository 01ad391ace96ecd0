import {
  for_each = data.multitenant_guests.fabrikam.guests
  to       = multitenant_b2b_invitation.guest[each.key]
  id       = each.value.id
}

resource "multitenant_b2b_invitation" "guest" {
  for_each = data.multitenant_guests.fabrikam.guests

  tenant = "fabrikam"
  email  = each.value.email
}

output "people_csv" {
  value = join("\n", concat(["email"], keys(multitenant_b2b_invitation.guest)))
}
