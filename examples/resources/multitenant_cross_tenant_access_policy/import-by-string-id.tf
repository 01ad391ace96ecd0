import {
  to = multitenant_cross_tenant_access_policy.fabrikam
  id = "fabrikam/policy"
}

resource "multitenant_cross_tenant_access_policy" "fabrikam" {
  tenant                  = "fabrikam"
  allowed_cloud_endpoints = ["microsoftonline.us"]
}
