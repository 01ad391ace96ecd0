# Contoso creates an organization, and owns it.
resource "multitenant_organization" "group" {
  tenant       = "contoso"
  display_name = "Contoso Group"
  description  = "Contoso and its subsidiaries"
}
