# The templates of Fabrikam for multitenant organizations.
list "multitenant_organization_template" "templates" {
  provider         = multitenant
  include_resource = true

  config {
    tenant = "fabrikam"
  }
}
