# By the tenant's key in the provider block.
terraform import multitenant_organization.group contoso/organization

# By tenant id.
terraform import multitenant_organization.group 11111111-1111-4111-8111-111111111111/organization
