# The external members of Fabrikam.
list "multitenant_guest_user_type" "members" {
  provider         = multitenant
  include_resource = true

  config {
    tenant    = "fabrikam"
    user_type = "Member"
  }
}
