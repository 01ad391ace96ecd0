locals {
  tenants = {
    contoso   = "public"
    fabrikam  = "usgovernment"
    northwind = "public"
  }

  # All users work in all tenants: six edges between three tenants.
  mesh = provider::multitenant::topology_edges("mesh", local.tenants)

  # Contoso is the single resource tenant: fabrikam->contoso, northwind->contoso.
  hub = provider::multitenant::topology_edges("hub", local.tenants, "contoso")

  # Any other shape: edges by name.
  some = provider::multitenant::topology_edges("edges", local.tenants, "fabrikam->contoso", "contoso->northwind")
}

# One instance per edge, with keys such as "contoso->fabrikam".
resource "terraform_data" "edge" {
  for_each = { for edge in local.mesh : edge.key => edge }

  input = "people of ${each.value.source} work in ${each.value.target}"
}

# The edges between clouds, which both tenants must enable: fabrikam->contoso.
output "across_clouds" {
  value = [for edge in local.hub : edge.key if !edge.same_cloud]
}
