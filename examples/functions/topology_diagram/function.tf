# flowchart LR
#   n1["fabrikam"]
#   n2["contoso"]
#   n3["northwind"]
#   n1 -->|"cross_cloud_sync"| n2
#   n3 -->|"sync"| n2
output "hub" {
  value = provider::multitenant::topology_diagram(
    provider::multitenant::topology_edges("hub", { contoso = "public", fabrikam = "usgovernment", northwind = "public" }, "contoso")
  )
}

# Custom edges and labels.
output "own" {
  value = provider::multitenant::topology_diagram([
    { source = "Contoso", target = "Fabrikam", label = "members, with \"GAL\"" },
    { source = "Fabrikam", target = "Contoso", label = "guests" },
    { source = "Tailspin", target = "Contoso" },
  ])
}
