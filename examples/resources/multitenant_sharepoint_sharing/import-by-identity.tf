import {
  to = multitenant_sharepoint_sharing.fabrikam
  identity = {
    tenant_id = "22222222-2222-4222-8222-222222222222"
    object_id = "sharepoint"
  }
}

resource "multitenant_sharepoint_sharing" "fabrikam" {
  tenant = "fabrikam"
}
