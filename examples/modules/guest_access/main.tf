locals {
  # The home tenant of each person: by home_tenant, or by the domain of the
  # email. No tenant is queried, so that every plan knows the result.
  homes = {
    for person in var.people : lower(person.email) => try(coalesce(person.home_tenant, one([
      for tenant, domains in var.domains : tenant
      if contains([for domain in domains : lower(domain)], lower(split("@", person.email)[1]))
    ])), null)
  }

  # Every person in every tenant except the home tenant: a tenant rejects
  # invitations for its own users. The key of a person with an id stays when the
  # email changes.
  access = {
    for pair in setproduct(var.resource_tenants, var.people) : "${pair[0]}/${lower(coalesce(pair[1].id, pair[1].email))}" => {
      tenant = pair[0]
      person = pair[1]
    }
    if pair[0] != local.homes[lower(pair[1].email)]
  }
}

resource "multitenant_b2b_invitation" "this" {
  for_each = local.access

  tenant            = each.value.tenant
  email             = each.value.person.email
  home_tenant       = local.homes[lower(each.value.person.email)]
  after             = lookup(var.after, each.value.tenant, null)
  invited_user_type = var.invited_user_type
  redirect_url      = var.redirect_url
  send_message      = var.send_message

  display_name   = each.value.person.display_name
  given_name     = each.value.person.given_name
  surname        = each.value.person.surname
  job_title      = each.value.person.job_title
  department     = each.value.person.department
  company_name   = each.value.person.company_name
  employee_id    = each.value.person.employee_id
  usage_location = each.value.person.usage_location

  account_enabled = each.value.person.account_enabled

  on_existing     = var.on_existing
  on_soft_deleted = var.on_soft_deleted
  on_destroy      = var.on_destroy
}
