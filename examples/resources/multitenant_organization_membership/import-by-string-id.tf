import {
  to = multitenant_organization_membership.fabrikam
  id = "fabrikam/membership"
}

resource "multitenant_organization_membership" "fabrikam" {
  tenant          = "fabrikam"
  owner_tenant_id = "11111111-1111-4111-8111-111111111111"
}
