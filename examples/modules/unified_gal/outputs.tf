output "users" {
  description = "The shared users, by keys such as fabrikam/<id of the person>: tenant, person (the id or the lower-case email), user_id, visible and recipient_type."
  value = {
    for key, user in module.access.users : key => merge(user, {
      visible        = multitenant_gal_visibility.this[key].visible
      recipient_type = multitenant_gal_visibility.this[key].recipient_type
    })
  }
}

output "ok" {
  description = "Whether free/busy works in both directions of every pair of tenants. null without free_busy."
  value       = one(data.multitenant_topology_check.this[*].ok)
}

output "findings" {
  description = "Settings that prevent free/busy, see multitenant_topology_check."
  value       = flatten(data.multitenant_topology_check.this[*].findings)
}
