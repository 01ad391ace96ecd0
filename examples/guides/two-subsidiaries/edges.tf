module "topology" {
  source = "./modules/topology"

  tenants = {
    contoso   = { tenant_id = "11111111-1111-4111-8111-111111111111" }
    fabrikam  = { tenant_id = "22222222-2222-4222-8222-222222222222" }
    northwind = { tenant_id = "33333333-3333-4333-8333-333333333333", cloud = "usgovernment" }
  }

  # The parent's users work in both subsidiaries, and Fabrikam's users at the
  # parent.
  kind         = "edges"
  capabilities = ["b2b_collaboration", "trust_mfa", "auto_redeem"]
  edges = {
    "contoso->fabrikam"  = null
    "contoso->northwind" = null
    "fabrikam->contoso"  = null
  }
}

check "edges" {
  assert {
    condition     = module.topology.ok
    error_message = join("\n", [for f in module.topology.findings : "${f.code} ${f.edge}: ${f.summary} ${f.remedy}"])
  }
}
