output "edges" {
  description = "The edges by their keys: source, target, same_cloud, mechanism and capabilities."
  value       = local.edges

  precondition {
    condition     = length(setsubtract(keys(var.edges), keys(local.edges))) == 0
    error_message = "A topology of kind ${var.kind} with these tenants has no edge ${join(", ", setsubtract(keys(var.edges), keys(local.edges)))}. For edges beyond the shape, use kind = \"edges\" and name all of them."
  }
  precondition {
    condition     = length(local.unknown_capabilities) == 0
    error_message = "No edge can carry ${join(", ", local.unknown_capabilities)}; an edge carries ${join(", ", local.capabilities)}."
  }
}

output "entries" {
  description = "By tenant, the ids of all that its edges rest on, on both sides: entries, and lists of other clouds. Invitations that name them in after wait for them."
  value = {
    for key in keys(var.tenants) : key => concat(
      [for name, entry in multitenant_cross_tenant_access_partner.this : entry.id if contains([local.entries[name].tenant, local.entries[name].partner], key)],
      [for other, policy in multitenant_cross_tenant_access_policy.this : policy.id if other == key || contains(keys(local.entries), "${key}/${other}")],
    )
  }
}

output "ok" {
  description = "Whether every edge carries what it should, as both of its tenants say. Made for a check block."
  value       = data.multitenant_topology_check.this.ok
}

output "findings" {
  description = "What keeps edges from carrying what they should, as multitenant_topology_check has it."
  value       = data.multitenant_topology_check.this.findings
}

output "unchecked" {
  description = "What could not be judged, and why."
  value       = data.multitenant_topology_check.this.unchecked
}

output "undeclared" {
  description = "What the tenants grant to others and no edge asks for."
  value       = data.multitenant_topology_check.this.undeclared
}

output "diagram" {
  description = "The edges with what they carry, as a Mermaid flowchart."
  # From what is declared, not from the check, which waits for changes.
  value = provider::multitenant::topology_diagram([
    for edge in values(local.edges) : merge(edge, {
      label = join(", ", [for capability in local.capabilities : capability if contains(edge.capabilities, capability)])
    })
  ])
}
