locals {
  tenants = {
    contoso   = "public"
    fabrikam  = "usgovernment"
    northwind = "public"
  }

  # Everybody works everywhere: six edges of three tenants.
  mesh = provider::multitenant::topology_edges("mesh", local.tenants)

  # Contoso is the single resource tenant: fabrikam->contoso, northwind->contoso.
  hub = provider::multitenant::topology_edges("hub", local.tenants, "contoso")

  # Any other shape: the edges by name.
  some = provider::multitenant::topology_edges("edges", local.tenants, "fabrikam->contoso", "contoso->northwind")
}

# One instance for each edge, by keys such as "contoso->fabrikam".
resource "terraform_data" "edge" {
  for_each = { for edge in local.mesh : edge.key => edge }

  input = "people of ${each.value.source} work in ${each.value.target}"
}

# What needs both clouds to be enabled for each other: fabrikam->contoso.
output "across_clouds" {
  value = [for edge in local.hub : edge.key if !edge.same_cloud]
}
