# Guests of Fabrikam that were not used for half a year cannot sign in any more, and
# leave the address book after 30 days. The module guest_lifecycle adds deletion, limits
# and exemptions.
data "multitenant_guest_review" "fabrikam" {
  tenants       = ["fabrikam"]
  inactive_days = 180
}

resource "multitenant_guest_departure" "inactive" {
  for_each = toset(data.multitenant_guest_review.fabrikam.reviews["fabrikam"].classes["inactive"].user_ids)

  tenant          = "fabrikam"
  user_id         = each.key
  hide_after_days = 30
}
