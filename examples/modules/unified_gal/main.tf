locals {
  people = [for person in var.people : merge(person, { share_as = coalesce(person.share_as, var.share_as) })]

  share_as = { for person in local.people : lower(coalesce(person.id, person.email)) => person.share_as }
}

# Every person as a guest of every tenant except the home tenant. A user that is
# invited as a member is never mail-enabled, so members are guests first.
module "access" {
  source = "../guest_access"

  resource_tenants = keys(var.tenants)
  domains          = { for key, tenant in var.tenants : key => tenant.domains }
  people = [
    for person in local.people : merge(person, {
      account_enabled = person.share_as == "address_book_only" ? false : person.account_enabled
    })
  ]

  after           = var.after
  on_existing     = var.on_existing
  on_soft_deleted = var.on_soft_deleted
  on_destroy      = var.on_destroy
}

resource "multitenant_gal_visibility" "this" {
  for_each = module.access.users

  tenant   = each.value.tenant
  user_id  = each.value.user_id
  visible  = true
  exchange = var.exchange
}

# The user id comes from the visibility, so that the type changes after it.
resource "multitenant_guest_user_type" "this" {
  for_each = { for key, user in module.access.users : key => user if local.share_as[user.person] == "member" }

  tenant    = each.value.tenant
  user_id   = multitenant_gal_visibility.this[each.key].user_id
  user_type = "Member"
}
