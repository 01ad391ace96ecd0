# A run knows its two tenants only. Sign in with OIDC: client_id is in ARM_CLIENT_ID.
provider "multitenant" {
  tenants     = local.tenants
  use_oidc    = true
  write_share = var.write_share
}
