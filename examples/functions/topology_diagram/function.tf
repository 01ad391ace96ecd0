# flowchart LR
#   subgraph c1["Public cloud"]
#     n1["contoso"]
#     n3["northwind"]
#   end
#   subgraph c2["US Government"]
#     n2["fabrikam"]
#   end
#   n2 -->|"cross_cloud_sync"| n1
#   n3 -->|"sync"| n1
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
