# Who works where, and what each way has to carry.
data "multitenant_topology_check" "estate" {
  edges = [
    { source = "contoso", target = "fabrikam", capabilities = ["b2b_collaboration"] },
    { source = "fabrikam", target = "contoso", capabilities = ["b2b_collaboration"] },
    { source = "contoso", target = "northwind", capabilities = ["b2b_collaboration"] },
  ]
}

# A check that fails is a warning: it keeps nothing from being applied.
check "edges" {
  assert {
    condition = data.multitenant_topology_check.estate.ok
    error_message = join("\n", [
      for f in data.multitenant_topology_check.estate.findings :
      "${f.code} ${f.edge}: ${f.summary} ${f.remedy}" if f.severity == "error"
    ])
  }
}

# Grants that nobody has declared.
output "undeclared" {
  value = data.multitenant_topology_check.estate.undeclared[*].summary
}

# The edges of a function need only their capabilities.
data "multitenant_topology_check" "mesh" {
  edges = [
    for edge in provider::multitenant::topology_edges("mesh", { contoso = "public", fabrikam = "public" }) :
    merge(edge, { capabilities = ["b2b_collaboration"] })
  ]
}

output "diagram" {
  value = data.multitenant_topology_check.mesh.diagram
}
