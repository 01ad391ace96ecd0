output "tenants" {
  description = "The estate: each tenant with its cloud and its domains."
  value = {
    for key, tenant in data.multitenant_tenant.estate :
    tenant.display_name => "${tenant.cloud}: ${join(", ", sort(tenant.verified_domains))}"
  }
}

output "known_in" {
  description = "The guests of each tenant."
  value = {
    for key, tenant in data.multitenant_tenant.estate : tenant.display_name => sort([
      for guest in multitenant_b2b_invitation.colleague :
      "${guest.display_name} (${guest.company_name}) <${guest.mail}>" if guest.tenant == key
    ])
  }
}
