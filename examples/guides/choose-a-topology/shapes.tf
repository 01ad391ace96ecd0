locals {
  # Four companies whose users work in each other's tenants.
  mesh = provider::multitenant::topology_edges("mesh", {
    contoso = "public", fabrikam = "public", northwind = "public", tailspin = "public",
  })

  # Five subsidiaries whose users work in the holding's tenant.
  hub = provider::multitenant::topology_edges("hub", {
    bank = "public", headquarters = "public", insurance = "public", leasing = "public", realty = "public", services = "public",
  }, "headquarters")

  # A contractor with one tenant in the public cloud and one in the US Government
  # cloud.
  contractor = provider::multitenant::topology_edges("mesh", {
    commercial = "public", defense = "usgovernment",
  })
}

output "diagrams" {
  value = {
    mesh       = provider::multitenant::topology_diagram(local.mesh)
    hub        = provider::multitenant::topology_diagram(local.hub)
    contractor = provider::multitenant::topology_diagram(local.contractor)
  }
}
