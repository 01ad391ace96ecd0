# Every group that decides which users of Contoso are synchronized.
list "multitenant_sync_scope_group" "contoso" {
  provider = multitenant

  config {
    tenant = "contoso"
  }
}

# The groups of the synchronization to Fabrikam, with their attributes.
list "multitenant_sync_scope_group" "to_fabrikam" {
  provider         = multitenant
  include_resource = true

  config {
    tenant               = "contoso"
    service_principal_id = "50000000-0000-4000-8000-000000000001"
  }
}
