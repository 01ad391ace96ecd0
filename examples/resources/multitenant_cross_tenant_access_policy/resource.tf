# Fabrikam in the public cloud and Northwind in the US Government cloud work
# together. Each names the cloud of the other.
resource "multitenant_cross_tenant_access_policy" "fabrikam" {
  tenant                  = "fabrikam"
  allowed_cloud_endpoints = ["microsoftonline.us"]
}

resource "multitenant_cross_tenant_access_policy" "northwind" {
  tenant                  = "northwind"
  allowed_cloud_endpoints = ["microsoftonline.com"]
}
