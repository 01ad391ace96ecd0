# The external collaboration settings of Fabrikam.
list "multitenant_external_collaboration" "collaboration" {
  provider         = multitenant
  include_resource = true

  config {
    tenant = "fabrikam"
  }
}
