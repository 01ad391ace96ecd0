# By the keys of both tenants in the provider block.
terraform import multitenant_organization_tenant.fabrikam contoso/fabrikam

# By the name of the tenant in the organization.
terraform import multitenant_organization_tenant.fabrikam contoso/Fabrikam

# By tenant ids.
terraform import multitenant_organization_tenant.fabrikam 11111111-1111-4111-8111-111111111111/22222222-2222-4222-8222-222222222222
