output "report" {
  description = "The guests that leave, by object id: name, address, classes, last sign-in, and whether they can sign in now. It changes with each step, so that a root module with this output has changes in its plan."
  value = {
    for id, guest in local.leaving : id => {
      user_principal_name = guest.user.user_principal_name
      address             = guest.address
      classes             = guest.classes
      last_sign_in        = try(guest.user.last_sign_in, null)
      account_enabled     = guest.user.account_enabled
    }
  }
}

output "departures" {
  description = "The departures, by object id: name, stage and beginning. Empty in a dry run."
  value = {
    for id, departure in multitenant_guest_departure.this : id => {
      user_principal_name = departure.user_principal_name
      stage               = departure.stage
      since               = departure.since
    }
  }

  precondition {
    condition     = var.dry_run || length(local.entering) <= var.max_users
    error_message = "${length(local.entering)} guests of ${var.tenant} would be disabled; max_users allows ${var.max_users}. Look at the output report of a dry run, and raise the limit for one run if the guests are right."
  }
  precondition {
    condition     = var.dry_run || length(local.entering) * 100 <= var.max_percent * local.review.guests
    error_message = "${length(local.entering)} of ${local.review.guests} guests of ${var.tenant} would be disabled; max_percent allows ${var.max_percent} percent. Look at the output report of a dry run, and raise the limit for one run if the guests are right."
  }
  precondition {
    condition     = length(local.deleting) <= var.max_deletions
    error_message = "${length(local.deleting)} guests of ${var.tenant} would be deleted; max_deletions allows ${var.max_deletions}. The warnings of the plan name them. Exempt the guests that stay, and raise the limit for one run if the others are right."
  }
  precondition {
    condition     = length(local.deleting) * 100 <= var.max_deletions_percent * local.review.guests
    error_message = "${length(local.deleting)} of ${local.review.guests} guests of ${var.tenant} would be deleted; max_deletions_percent allows ${var.max_deletions_percent} percent. The warnings of the plan name them. Exempt the guests that stay, and raise the limit for one run if the others are right."
  }
}

output "remind" {
  description = "Pending guests to remind, by object id, with their addresses: those that waited for remind_after_days, and do not leave yet."
  value = {
    for user in flatten([for review in data.multitenant_guest_review.remind : jsondecode(review.reviews[var.tenant].users_json)]) :
    user.user_id => try(user.mail, user.user_principal_name)
    if contains(user.classes, "pending") && user.account_enabled && !contains(keys(local.leaving), user.user_id)
  }
}
