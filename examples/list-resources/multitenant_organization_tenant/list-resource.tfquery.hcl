# The tenants that Contoso has added to its multitenant organization.
list "multitenant_organization_tenant" "tenants" {
  provider         = multitenant
  include_resource = true

  config {
    tenant = "contoso"
  }
}
