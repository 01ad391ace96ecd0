data "multitenant_guest_review" "this" {
  tenants              = [var.tenant]
  user_type            = var.user_type
  inactive_days        = var.inactive_days
  never_signed_in_days = var.never_signed_in_days
  pending_days         = var.pending_days
  sponsors             = contains(var.classes, "without_sponsor")
  home_tenants         = contains(var.classes, "home_tenant_gone")
  deleted              = true
  maximum              = 100000

  lifecycle {
    # Without the last sign-ins no guest would be inactive, and all departures would
    # end.
    postcondition {
      condition     = try(length(setsubtract(setunion(var.classes, ["deleted"]), keys(self.reviews[var.tenant].classes))) == 0, false)
      error_message = "The guests of ${var.tenant} could not be reviewed: ${join(" ", values(try(self.reviews[var.tenant].unread, self.unread)))}"
    }
  }
}

data "multitenant_guest_review" "remind" {
  count = var.remind_after_days == null ? 0 : 1

  tenants      = [var.tenant]
  user_type    = var.user_type
  pending_days = var.remind_after_days
  maximum      = 100000
}

locals {
  review = data.multitenant_guest_review.this.reviews[var.tenant]
  exempt = {
    user_ids  = [for id in var.exempt_user_ids : lower(id)]
    addresses = [for address in var.exempt_addresses : lower(address)]
    domains   = [for domain in var.exempt_domains : lower(domain)]
  }

  # A guest of several classes is in several of them. A guest that was disabled and then
  # deleted is most likely one that this module has deleted: it stays, so that nothing
  # changes until the recycle bin is emptied.
  reasons = {
    for user in jsondecode(local.review.users_json) : user.user_id => {
      user    = user
      address = lower(try(user.mail, ""))
      classes = concat(
        [for class in user.classes : class if contains(var.classes, class)],
        contains(user.classes, "deleted") && !user.account_enabled ? ["deleted"] : [],
      )
    }
  }
  leaving = {
    for id, guest in local.reasons : id => guest
    if length(guest.classes) > 0 && !contains(local.exempt.user_ids, id) && !contains(local.exempt.addresses, guest.address) &&
    !contains(local.exempt.domains, element(split("@", guest.address), length(split("@", guest.address)) - 1))
  }
  entering = [for id, guest in local.leaving : id if guest.user.account_enabled]
}

resource "multitenant_guest_departure" "this" {
  for_each = { for id, guest in local.leaving : id => guest if !var.dry_run }

  tenant            = var.tenant
  user_id           = each.key
  hide_after_days   = var.hide_after_days
  delete_after_days = var.delete_after_days
  on_destroy        = var.on_destroy
}

locals {
  # A guest in the recycle bin is not deleted again.
  deleting = [
    for id, departure in multitenant_guest_departure.this : id
    if departure.stage == "deleted" && !contains(local.leaving[id].user.classes, "deleted")
  ]
}
