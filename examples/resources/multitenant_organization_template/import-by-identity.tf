import {
  to = multitenant_organization_template.fabrikam
  identity = {
    tenant_id = "22222222-2222-4222-8222-222222222222"
    object_id = "template"
  }
}

resource "multitenant_organization_template" "fabrikam" {
  tenant = "fabrikam"
}
