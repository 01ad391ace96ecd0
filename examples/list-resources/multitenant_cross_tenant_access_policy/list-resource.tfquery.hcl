# The clouds that Fabrikam works with.
list "multitenant_cross_tenant_access_policy" "policy" {
  provider         = multitenant
  include_resource = true

  config {
    tenant = "fabrikam"
  }
}
