# By the tenant's key in the provider block.
terraform import multitenant_external_collaboration.fabrikam fabrikam/collaboration

# By tenant id.
terraform import multitenant_external_collaboration.fabrikam 22222222-2222-4222-8222-222222222222/collaboration
