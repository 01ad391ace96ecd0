output "edges" {
  description = "Each edge with what it carries."
  value       = { for key, edge in module.topology.edges : key => edge.capabilities }
}

output "ok" {
  description = "Whether every edge carries what it should."
  value       = module.topology.ok
}

output "findings" {
  description = "What keeps edges from carrying what they should: tenant and setting."
  value       = [for f in module.topology.findings : "${f.code} ${f.edge} ${f.side} ${f.tenant} ${join(" ", f.settings)}"]
}

output "diagram" {
  description = "The edges as a Mermaid flowchart."
  value       = module.topology.diagram
}
