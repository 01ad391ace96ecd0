# The visibility of the guests of Fabrikam.
list "multitenant_gal_visibility" "guests" {
  provider         = multitenant
  include_resource = true

  config {
    tenant    = "fabrikam"
    user_type = "Guest"
  }
}
