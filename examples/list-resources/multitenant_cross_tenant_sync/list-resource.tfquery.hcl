# Every synchronization from Contoso.
list "multitenant_cross_tenant_sync" "contoso" {
  provider = multitenant

  config {
    source = "contoso"
  }
}

# The synchronization to Fabrikam, with its attributes.
list "multitenant_cross_tenant_sync" "to_fabrikam" {
  provider         = multitenant
  include_resource = true

  config {
    source           = "contoso"
    target_tenant_id = "22222222-2222-4222-8222-222222222222"
  }
}
