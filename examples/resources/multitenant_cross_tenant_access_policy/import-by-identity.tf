import {
  to = multitenant_cross_tenant_access_policy.fabrikam
  identity = {
    tenant_id = "22222222-2222-4222-8222-222222222222"
    object_id = "policy"
  }
}

resource "multitenant_cross_tenant_access_policy" "fabrikam" {
  tenant                  = "fabrikam"
  allowed_cloud_endpoints = ["microsoftonline.us"]
}
