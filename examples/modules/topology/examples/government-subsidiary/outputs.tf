output "ok" {
  description = "Whether every edge has its capabilities, as far as Graph shows it."
  value       = module.topology.ok
}

output "unchecked" {
  description = "Settings that Graph does not show: whether the tenants accept synchronization from the other cloud."
  value       = [for u in module.topology.unchecked : "${u.tenant} ${u.what}"]
}

output "synchronizations" {
  description = "The synchronization configurations by edge, and the groups of their scopes."
  value       = module.topology.synchronizations
}
