output "edges" {
  description = "The edges by their keys: source, target, source_cloud, target_cloud, same_cloud, mechanism and capabilities."
  value       = local.edges

  precondition {
    condition     = length(setsubtract(keys(var.edges), keys(local.edges))) == 0
    error_message = "A topology of kind ${var.kind} with these tenants has no edge ${join(", ", setsubtract(keys(var.edges), keys(local.edges)))}. For other edges, use kind = \"edges\" and name all of them."
  }
  precondition {
    condition     = length(local.unknown_capabilities) == 0
    error_message = "No edge can carry ${join(", ", local.unknown_capabilities)}; an edge carries ${join(", ", local.capabilities)}."
  }
}

output "entries" {
  description = "Ids of the settings that the edges of each tenant depend on, in both tenants: entries, and lists of other clouds. Invitations wait for the ids in their argument after."
  value = {
    for key in keys(var.tenants) : key => concat(
      [for name, entry in multitenant_cross_tenant_access_partner.this : entry.id if contains([local.entries[name].tenant, local.entries[name].partner], key)],
      [for other, policy in multitenant_cross_tenant_access_policy.this : policy.id if other == key || contains(keys(local.entries), "${key}/${other}")],
    )
  }
}

output "ok" {
  description = "Whether every edge has its capabilities, according to both of its tenants. For use in a check block."
  value       = data.multitenant_topology_check.this.ok
}

output "findings" {
  description = "Settings that block a capability of an edge, see multitenant_topology_check."
  value       = data.multitenant_topology_check.this.findings
}

output "unchecked" {
  description = "Checks that were not possible, with the reason."
  value       = data.multitenant_topology_check.this.unchecked
}

output "undeclared" {
  description = "Grants of the tenants that no edge declares."
  value       = data.multitenant_topology_check.this.undeclared
}

output "diagram" {
  description = "The edges with their capabilities, as a Mermaid flowchart."
  # From the declared edges, not from the check, which waits for changes.
  value = provider::multitenant::topology_diagram([
    for edge in values(local.edges) : merge(edge, {
      label = join(", ", [for capability in local.capabilities : capability if contains(edge.capabilities, capability)])
    })
  ])
}
