import {
  to = multitenant_organization_template.fabrikam
  id = "fabrikam/template"
}

resource "multitenant_organization_template" "fabrikam" {
  tenant = "fabrikam"
}
