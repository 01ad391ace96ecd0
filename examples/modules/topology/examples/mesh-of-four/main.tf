# Four companies of one group: the users of each work in the three others, twelve
# edges. Synchronization creates them there. Each tenant needs a synchronization
# configuration with its target tenant and its scope.
module "topology" {
  source = "../.."

  tenants = { for tenant in local.estate.tenants : tenant.key => { tenant_id = tenant.tenant_id } }
  kind    = "mesh"

  capabilities = ["b2b_collaboration", "trust_mfa", "auto_redeem", "sync"]
}

# A failed check is a warning and does not block the apply.
check "edges" {
  assert {
    condition     = module.topology.ok
    error_message = join("\n", [for f in module.topology.findings : "${f.code} ${f.edge}: ${f.summary} ${f.remedy}"])
  }
}
