# The SharePoint sharing settings of Fabrikam.
list "multitenant_sharepoint_sharing" "sharing" {
  provider         = multitenant
  include_resource = true

  config {
    tenant = "fabrikam"
  }
}
