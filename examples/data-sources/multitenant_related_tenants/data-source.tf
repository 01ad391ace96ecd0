# Every tenant that is related to one of the provider's tenants.
data "multitenant_related_tenants" "all" {}

# Those that nothing in the provider's tenants declares.
output "undeclared" {
  value = [
    for r in data.multitenant_related_tenants.all.related :
    "${r.tenant}: ${coalesce(r.related_tenant_id, join(", ", r.domains))}, about ${coalesce(r.guests, 0)} guests" if !r.declared
  ]
}

# Relations that could not be read are unknown, and not missing.
output "not_read" {
  value = [for u in data.multitenant_related_tenants.all.unread : "${u.tenant} ${u.what}: ${u.why}"]
}
