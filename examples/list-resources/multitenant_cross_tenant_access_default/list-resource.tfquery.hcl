# The default cross-tenant access settings of Fabrikam.
list "multitenant_cross_tenant_access_default" "defaults" {
  provider         = multitenant
  include_resource = true

  config {
    tenant = "fabrikam"
  }
}
