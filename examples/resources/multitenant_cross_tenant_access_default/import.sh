# By the tenant's key in the provider block.
terraform import multitenant_cross_tenant_access_default.fabrikam fabrikam/default

# By tenant id.
terraform import multitenant_cross_tenant_access_default.fabrikam 22222222-2222-4222-8222-222222222222/default
