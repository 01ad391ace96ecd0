# By the tenant's key in the provider block.
terraform import multitenant_organization_template.fabrikam fabrikam/template

# By tenant id.
terraform import multitenant_organization_template.fabrikam 22222222-2222-4222-8222-222222222222/template
