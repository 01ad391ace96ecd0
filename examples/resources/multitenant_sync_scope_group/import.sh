# By display name, if one group has it, with the tenant's key in the provider block.
terraform import multitenant_sync_scope_group.to_fabrikam contoso/sync-scope-to-fabrikam

# By object id, with the tenant's id.
terraform import multitenant_sync_scope_group.to_fabrikam 11111111-1111-4111-8111-111111111111/eeeeeeee-0000-4000-8000-000000000010
