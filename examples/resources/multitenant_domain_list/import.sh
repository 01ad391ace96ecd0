# By the tenant's key in the provider block.
terraform import multitenant_domain_list.fabrikam fabrikam/domains

# By tenant id.
terraform import multitenant_domain_list.fabrikam 22222222-2222-4222-8222-222222222222/domains
