# All external users in Fabrikam, guests and members.
data "multitenant_guests" "all" {
  tenant = "fabrikam"
}

# Import them all.
import {
  for_each = data.multitenant_guests.all.guests
  to       = multitenant_b2b_invitation.guest[each.key]
  id       = each.value.id
}

resource "multitenant_b2b_invitation" "guest" {
  for_each = data.multitenant_guests.all.guests

  tenant = "fabrikam"
  email  = each.value.email
}

# Invited last year and never redeemed.
data "multitenant_guests" "forgotten" {
  tenant              = "fabrikam"
  external_user_state = "PendingAcceptance"
  created_before      = "2026-01-01T00:00:00Z"
}

output "forgotten" {
  value = keys(data.multitenant_guests.forgotten.guests)
}
