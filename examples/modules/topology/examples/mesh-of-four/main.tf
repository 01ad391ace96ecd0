# Four companies of one group: the people of each work in the three others, twelve
# edges. Synchronization creates them there; a configuration for it exists in each
# tenant, and says to whom it writes and who is in scope.
module "topology" {
  source = "../.."

  tenants = { for tenant in local.estate.tenants : tenant.key => { tenant_id = tenant.tenant_id } }
  kind    = "mesh"

  capabilities = ["b2b_collaboration", "trust_mfa", "auto_redeem", "sync"]
}

# A check that fails is a warning: it keeps nothing from being applied.
check "edges" {
  assert {
    condition     = module.topology.ok
    error_message = join("\n", [for f in module.topology.findings : "${f.code} ${f.edge}: ${f.summary} ${f.remedy}"])
  }
}
