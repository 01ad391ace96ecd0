# The domain list of Fabrikam.
list "multitenant_domain_list" "domains" {
  provider         = multitenant
  include_resource = true

  config {
    tenant = "fabrikam"
  }
}
