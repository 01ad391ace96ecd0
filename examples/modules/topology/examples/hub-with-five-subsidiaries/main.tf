# A single resource tenant: the people of five subsidiaries work in the tenant of
# the holding, where everything that they share is. The holding wants compliant or
# hybrid joined devices, which the subsidiaries manage.
module "topology" {
  source = "../.."

  tenants = { for tenant in local.estate.tenants : tenant.key => { tenant_id = tenant.tenant_id } }
  kind    = "hub"
  hubs    = ["headquarters"]

  capabilities = ["b2b_collaboration", "trust_mfa", "trust_compliant_device", "trust_hybrid_device", "auto_redeem"]

  edges = {
    # The bank's people meet those of the holding in shared channels, too.
    "bank->headquarters" = [
      "b2b_collaboration", "trust_mfa", "trust_compliant_device", "trust_hybrid_device", "auto_redeem", "direct_connect",
    ]
  }
}

# A check that fails is a warning: it keeps nothing from being applied.
check "edges" {
  assert {
    condition     = module.topology.ok
    error_message = join("\n", [for f in module.topology.findings : "${f.code} ${f.edge}: ${f.summary} ${f.remedy}"])
  }
}
