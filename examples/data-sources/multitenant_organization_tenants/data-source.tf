data "multitenant_organization_tenants" "group" {
  tenant = "contoso"
}

# Tenants that were added and have not joined.
output "pending" {
  value = [for t in data.multitenant_organization_tenants.group.tenants : t.display_name if t.state == "pending"]
}
