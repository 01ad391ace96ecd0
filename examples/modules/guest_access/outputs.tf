output "user_ids" {
  description = "Object ids by resource tenant and lower-case email."
  value = {
    for tenant in var.resource_tenants : tenant => {
      for access in multitenant_b2b_invitation.this : lower(access.email) => access.user_id if access.tenant == tenant
    }
  }
}
