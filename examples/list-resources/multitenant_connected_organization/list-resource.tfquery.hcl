# The connected organizations of Fabrikam, with their sponsors.
list "multitenant_connected_organization" "all" {
  provider         = multitenant
  include_resource = true

  config {
    tenant = "fabrikam"
  }
}
