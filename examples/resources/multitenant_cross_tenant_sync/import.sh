# By the object id of the service principal, with the tenant's key in the provider block.
terraform import multitenant_cross_tenant_sync.to_fabrikam contoso/50000000-0000-4000-8000-000000000001

# The same with the tenant's id.
terraform import multitenant_cross_tenant_sync.to_fabrikam 11111111-1111-4111-8111-111111111111/50000000-0000-4000-8000-000000000001
