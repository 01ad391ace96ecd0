# The membership of Fabrikam in a multitenant organization.
list "multitenant_organization_membership" "membership" {
  provider         = multitenant
  include_resource = true

  config {
    tenant = "fabrikam"
  }
}
