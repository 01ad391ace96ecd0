# What the partners of Fabrikam see of its users in Microsoft 365.
list "multitenant_m365_capabilities" "all" {
  provider         = multitenant
  include_resource = true

  config {
    tenant = "fabrikam"
  }
}
