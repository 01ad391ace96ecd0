output "tenants" {
  description = "The tenants of the organization as the owner lists them, by tenant id: display_name, role and state."
  value = {
    for tenant in data.multitenant_organization_tenants.this.tenants :
    tenant.tenant_id => { display_name = tenant.display_name, role = tenant.role, state = tenant.state }
  }
}

output "ok" {
  description = "Whether every tenant is active in the organization, and every edge has its capabilities. For use in a check block."
  value = (
    data.multitenant_topology_check.this.ok &&
    alltrue([for tenant in data.multitenant_organization_tenants.this.tenants : tenant.state == "active"])
  )
}

output "findings" {
  description = "Settings that block a capability of an edge, see multitenant_topology_check."
  value       = data.multitenant_topology_check.this.findings
}

output "unchecked" {
  description = "Checks that were not possible, with the reason."
  value       = data.multitenant_topology_check.this.unchecked
}

output "entries" {
  description = "Ids of the settings that the edges of each tenant depend on, see the module topology."
  value       = module.topology.entries
}

output "diagram" {
  description = "The edges with their capabilities, as a Mermaid flowchart."
  value       = module.topology.diagram
}
