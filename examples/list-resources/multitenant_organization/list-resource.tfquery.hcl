# The multitenant organization of Contoso.
list "multitenant_organization" "group" {
  provider         = multitenant
  include_resource = true

  config {
    tenant = "contoso"
  }
}
