import {
  to = multitenant_external_collaboration.fabrikam
  id = "fabrikam/collaboration"
}

resource "multitenant_external_collaboration" "fabrikam" {
  tenant = "fabrikam"
}
