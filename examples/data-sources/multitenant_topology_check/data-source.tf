# The edges, and the capabilities that each must carry.
data "multitenant_topology_check" "estate" {
  edges = [
    { source = "contoso", target = "fabrikam", capabilities = ["b2b_collaboration"] },
    { source = "fabrikam", target = "contoso", capabilities = ["b2b_collaboration"] },
    { source = "contoso", target = "northwind", capabilities = ["b2b_collaboration"] },
  ]
}

# A failed check is a warning and does not block the apply.
check "edges" {
  assert {
    condition = data.multitenant_topology_check.estate.ok
    error_message = join("\n", [
      for f in data.multitenant_topology_check.estate.findings :
      "${f.code} ${f.edge}: ${f.summary} ${f.remedy}" if f.severity == "error"
    ])
  }
}

# Grants that are not declared.
output "undeclared" {
  value = data.multitenant_topology_check.estate.undeclared[*].summary
}

# Edges from a function need only their capabilities added.
data "multitenant_topology_check" "mesh" {
  edges = [
    for edge in provider::multitenant::topology_edges("mesh", { contoso = "public", fabrikam = "public" }) :
    merge(edge, { capabilities = ["b2b_collaboration"] })
  ]
}

output "diagram" {
  value = data.multitenant_topology_check.mesh.diagram
}
