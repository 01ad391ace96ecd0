# For after, which is a write-only argument.
terraform {
  required_version = ">= 1.11"
}

locals {
  # An empty cell means no value.
  people = [
    for row in csvdecode(file("${path.module}/people.csv")) : { for column, cell in row : column => cell != "" ? cell : null }
  ]
}

module "people" {
  source   = "./modules/guest_access"
  for_each = toset(["contoso", "fabrikam", "northwind"])

  resource_tenants = [each.key]
  people           = [for person in local.people : person if contains(split(" ", person.into), each.key)]
  after            = module.topology.entries
}
