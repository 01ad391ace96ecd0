# Runs on the emulator: `go test ./internal/scenarios -run OwnTestsOfModules` starts
# one with these tenants, and writes them into the provider block. The examples of the
# module have further tests.

provider "multitenant" {}

variables {
  tenants = {
    contoso   = { tenant_id = "11111111-1111-4111-8111-111111111111" }
    fabrikam  = { tenant_id = "22222222-2222-4222-8222-222222222222" }
    northwind = { tenant_id = "33333333-3333-4333-8333-333333333333", cloud = "usgovernment" }
  }
  kind         = "hub"
  hubs         = ["contoso"]
  capabilities = ["b2b_collaboration", "trust_mfa"]
}

run "spokes_into_the_hub" {
  assert {
    condition     = output.ok && length(output.findings) == 0 && length(output.undeclared) == 0
    error_message = "The check finds ${jsonencode(output.findings)} and ${jsonencode(output.undeclared)}."
  }
  assert {
    condition     = alltrue([for edge in values(output.edges) : contains([edge.source, edge.target], "contoso")])
    error_message = "The edges are ${join(", ", keys(output.edges))}."
  }
  assert {
    condition     = alltrue([for key, edge in output.edges : edge.same_cloud == !strcontains(key, "northwind")])
    error_message = "The clouds of the edges are ${jsonencode(output.edges)}."
  }
}

run "second_plan_changes_nothing" {
  command = plan

  assert {
    condition     = alltrue([for ids in values(output.entries) : alltrue([for id in ids : strcontains(id, "/")])])
    error_message = "An entry would be replaced."
  }
}

run "an_edge_that_the_kind_does_not_have" {
  command = plan

  variables {
    edges = { "fabrikam->northwind" = ["b2b_collaboration"] }
  }
  expect_failures = [output.edges]
}

run "an_unknown_kind" {
  command = plan

  variables {
    kind = "ring"
  }
  expect_failures = [var.kind]
}
