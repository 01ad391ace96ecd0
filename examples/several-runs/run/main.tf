locals {
  estate  = yamldecode(file("${path.module}/../pairs.yaml"))
  edges   = toset(local.estate.pairs[var.pair])
  ends    = toset(flatten([for edge in local.edges : split("->", edge)]))
  tenants = { for key, tenant in local.estate.tenants : key => tenant if contains(local.ends, key) }
}

module "pair" {
  source = "../pair"

  tenants = local.tenants
  edges   = local.edges
  people  = csvdecode(file("${path.module}/../people/${var.pair}.csv"))
}
