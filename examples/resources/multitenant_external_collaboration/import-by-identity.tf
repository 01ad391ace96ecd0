import {
  to = multitenant_external_collaboration.fabrikam
  identity = {
    tenant_id = "22222222-2222-4222-8222-222222222222"
    object_id = "collaboration"
  }
}

resource "multitenant_external_collaboration" "fabrikam" {
  tenant = "fabrikam"
}
