# The partners of Fabrikam, with every setting.
list "multitenant_cross_tenant_access_partner" "all" {
  provider         = multitenant
  include_resource = true

  config {
    tenant = "fabrikam"
  }
}
