# Everything between two tenants. Edges in both directions are in one state, because
# they share the entries of the two tenants about each other.
module "topology" {
  source = "../../modules/topology"

  tenants      = var.tenants
  kind         = "edges"
  capabilities = ["b2b_collaboration", "trust_mfa"]
  edges        = { for edge in var.edges : edge => null }
}

module "people" {
  source   = "../../modules/guest_access"
  for_each = toset([for edge in var.edges : split("->", edge)[1]])

  resource_tenants = [each.key]
  people           = [for person in var.people : person if person.into == each.key]
  after            = module.topology.entries
}

check "edges" {
  assert {
    condition     = module.topology.ok
    error_message = join("\n", [for f in module.topology.findings : "${f.code} ${f.edge}: ${f.summary} ${f.remedy}"])
  }
}
