# By the tenant's key in the provider block.
terraform import multitenant_cross_tenant_access_policy.fabrikam fabrikam/policy

# By tenant id.
terraform import multitenant_cross_tenant_access_policy.fabrikam 22222222-2222-4222-8222-222222222222/policy
