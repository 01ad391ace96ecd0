# The guests of all tenants, with a shorter limit in Fabrikam.
data "multitenant_guest_review" "all" {
  inactive_days = 90
  pending_days  = 30
  sponsors      = true

  thresholds = {
    fabrikam = { inactive_days = 60 }
  }
}

output "inactive" {
  value = {
    for tenant, review in data.multitenant_guest_review.all.reviews :
    tenant => try(review.classes["inactive"].number, "not read: ${review.unread["sign_ins"]}")
  }
}

# Names of the guests that are in a class.
output "fabrikam" {
  value = [
    for user in jsondecode(data.multitenant_guest_review.all.reviews["fabrikam"].users_json) :
    "${user.user_principal_name}: ${join(", ", user.classes)}"
  ]
}
