output "edges" {
  description = "Each edge with its capabilities."
  value       = { for key, edge in module.topology.edges : key => edge.capabilities }
}

output "ok" {
  description = "Whether every edge has its capabilities."
  value       = module.topology.ok
}

output "findings" {
  description = "Settings that block a capability of an edge, with their tenants."
  value       = [for f in module.topology.findings : "${f.code} ${f.edge} ${f.side} ${f.tenant} ${join(" ", f.settings)}"]
}

output "diagram" {
  description = "The edges as a Mermaid flowchart."
  value       = module.topology.diagram
}

output "synchronizations" {
  description = "The synchronization configurations by edge, and the groups of their scopes."
  value       = module.topology.synchronizations
}
