import {
  to = multitenant_sharepoint_sharing.fabrikam
  id = "fabrikam/sharepoint"
}

resource "multitenant_sharepoint_sharing" "fabrikam" {
  tenant = "fabrikam"
}
