output "user_ids" {
  description = "Object ids by resource tenant and lower-case email."
  value = {
    for tenant in var.resource_tenants : tenant => {
      for access in multitenant_b2b_invitation.this : lower(access.email) => access.user_id if access.tenant == tenant
    }
  }
}

output "users" {
  description = "The users by keys that stay when an email changes, such as fabrikam/<id of the person>, for the for_each of further resources: tenant, person (the id or the lower-case email) and user_id."
  value = {
    for key, access in local.access : key => {
      tenant  = access.tenant
      person  = lower(coalesce(access.person.id, access.person.email))
      user_id = multitenant_b2b_invitation.this[key].user_id
    }
  }
}
