# A single resource tenant: the users of five subsidiaries work in the tenant of
# the holding, which hosts all shared resources. Each subsidiary synchronizes its users
# to the holding, and no others. The holding requires compliant or hybrid joined
# devices, which the subsidiaries manage.
module "topology" {
  source = "../.."

  tenants = { for tenant in local.estate.tenants : tenant.key => { tenant_id = tenant.tenant_id } }
  kind    = "hub"
  hubs    = ["headquarters"]

  capabilities = ["b2b_collaboration", "trust_mfa", "trust_compliant_device", "trust_hybrid_device", "auto_redeem"]

  mechanism = "sync"

  edges = {
    # The bank's users also join shared channels of the holding.
    "bank->headquarters" = [
      "b2b_collaboration", "trust_mfa", "trust_compliant_device", "trust_hybrid_device", "auto_redeem", "sync", "direct_connect",
    ]
  }

  sync = {
    scopes = {
      for tenant in local.estate.tenants : tenant.key => {
        membership_rule = "(user.userType -eq \"Member\") and (user.userPrincipalName -notContains \"#EXT#\")"
      }
    }
    notification_email = "identity@woodgrove.example"
  }
}

# A failed check is a warning and does not block the apply.
check "edges" {
  assert {
    condition     = module.topology.ok
    error_message = join("\n", [for f in module.topology.findings : "${f.code} ${f.edge}: ${f.summary} ${f.remedy}"])
  }
}
