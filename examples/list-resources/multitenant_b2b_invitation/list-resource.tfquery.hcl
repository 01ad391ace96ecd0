# The external users of Fabrikam.
list "multitenant_b2b_invitation" "all" {
  provider = multitenant

  config {
    tenant = "fabrikam"
  }
}

# Guests from one domain who have redeemed, with their attributes, manager and sponsors.
list "multitenant_b2b_invitation" "contoso" {
  provider         = multitenant
  include_resource = true
  limit            = 500

  config {
    tenant              = "fabrikam"
    user_type           = "Guest"
    external_user_state = "Accepted"
    domain              = "contoso.example"
  }
}
