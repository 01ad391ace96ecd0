# By the tenant's key in the provider block.
terraform import multitenant_sharepoint_sharing.fabrikam fabrikam/sharepoint

# By tenant id.
terraform import multitenant_sharepoint_sharing.fabrikam 22222222-2222-4222-8222-222222222222/sharepoint
