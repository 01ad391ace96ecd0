# The mail users of Fabrikam, which are its guests and other users without a mailbox.
list "multitenant_mail_user" "all" {
  provider         = multitenant
  include_resource = true

  config {
    tenant = "fabrikam"
  }
}
