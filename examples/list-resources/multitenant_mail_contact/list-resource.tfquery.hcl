# The mail contacts of Fabrikam.
list "multitenant_mail_contact" "all" {
  provider         = multitenant
  include_resource = true

  config {
    tenant = "fabrikam"
  }
}
