locals {
  endpoints = {
    public           = "microsoftonline.com"
    usgovernment     = "microsoftonline.us"
    usgovernment_dod = "microsoftonline.us"
    china            = "partner.microsoftonline.cn"
  }

  # The other clouds of the edges of each tenant.
  other_clouds = {
    for key, tenant in var.tenants : key => setsubtract(
      [for entry in values(local.entries) : local.endpoints[var.tenants[entry.partner].cloud] if entry.tenant == key],
      [local.endpoints[tenant.cloud]],
    )
  }
}

# Both tenants of an edge between clouds must enable the other's cloud. Tenants
# without such an edge are not changed.
resource "multitenant_cross_tenant_access_policy" "this" {
  for_each = { for key, clouds in local.other_clouds : key => clouds if length(clouds) > 0 }

  tenant = each.key
  allowed_cloud_endpoints = setunion(
    each.value,
    [for cloud in var.tenants[each.key].other_clouds : local.endpoints[cloud]],
  )

  # Entries that are kept need the clouds of their partners.
  on_destroy = var.on_destroy == "keep" ? "keep" : "restore"
}
