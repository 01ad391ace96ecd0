import {
  to = multitenant_organization_membership.fabrikam
  identity = {
    tenant_id = "22222222-2222-4222-8222-222222222222"
    object_id = "membership"
  }
}

resource "multitenant_organization_membership" "fabrikam" {
  tenant          = "fabrikam"
  owner_tenant_id = "11111111-1111-4111-8111-111111111111"
}
