import {
  to = multitenant_organization.group
  id = "contoso/organization"
}

resource "multitenant_organization" "group" {
  tenant       = "contoso"
  display_name = "Contoso Group"
}
