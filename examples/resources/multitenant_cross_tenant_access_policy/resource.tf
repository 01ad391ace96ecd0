# Fabrikam in the public cloud and Northwind in the US Government cloud
# collaborate. Each allows the other's cloud.
resource "multitenant_cross_tenant_access_policy" "fabrikam" {
  tenant                  = "fabrikam"
  allowed_cloud_endpoints = ["microsoftonline.us"]
}

resource "multitenant_cross_tenant_access_policy" "northwind" {
  tenant                  = "northwind"
  allowed_cloud_endpoints = ["microsoftonline.com"]
}
