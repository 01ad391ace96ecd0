# By the keys of both tenants in the provider block.
terraform import multitenant_m365_capabilities.northwind fabrikam/northwind

# By tenant ids. The other tenant need not be in the provider block.
terraform import multitenant_m365_capabilities.northwind 22222222-2222-4222-8222-222222222222/33333333-3333-4333-8333-333333333333
