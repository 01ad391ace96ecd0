# Contoso owns the organization and adds Fabrikam; Fabrikam joins.
resource "multitenant_organization" "group" {
  tenant       = "contoso"
  display_name = "Contoso Group"
}

resource "multitenant_organization_tenant" "fabrikam" {
  tenant           = multitenant_organization.group.tenant
  member_tenant_id = "22222222-2222-4222-8222-222222222222"
  display_name     = "Fabrikam"
}

resource "multitenant_organization_membership" "fabrikam" {
  tenant          = "fabrikam"
  owner_tenant_id = multitenant_organization_tenant.fabrikam.tenant_id
}
