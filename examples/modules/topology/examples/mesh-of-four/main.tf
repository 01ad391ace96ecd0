# Four companies of one group with one directory: the users of each are members in the
# three others, twelve edges. Each tenant synchronizes its own users, which its rule
# selects, to the others.
module "topology" {
  source = "../.."

  tenants = { for tenant in local.estate.tenants : tenant.key => { tenant_id = tenant.tenant_id } }
  kind    = "mesh"

  capabilities = ["b2b_collaboration", "trust_mfa", "auto_redeem"]
  mechanism    = "sync"

  sync = {
    scopes = {
      for tenant in local.estate.tenants : tenant.key => {
        membership_rule = "(user.userType -eq \"Member\") and (user.userPrincipalName -notContains \"#EXT#\")"
      }
    }
    notification_email = "identity@contoso.example"
  }
}

# A failed check is a warning and does not block the apply.
check "edges" {
  assert {
    condition     = module.topology.ok
    error_message = join("\n", [for f in module.topology.findings : "${f.code} ${f.edge}: ${f.summary} ${f.remedy}"])
  }
}
