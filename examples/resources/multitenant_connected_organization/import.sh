# By display name.
terraform import multitenant_connected_organization.partner fabrikam/Partner

# By an identity source: a domain, or the key or id of a tenant.
terraform import multitenant_connected_organization.partner fabrikam/partner.example

# By object id.
terraform import multitenant_connected_organization.partner 22222222-2222-4222-8222-222222222222/70000000-0000-4000-8000-000000000001
