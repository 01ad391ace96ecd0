locals {
  # The edges whose users a synchronization of their source creates in the target.
  synced = { for key, edge in local.edges : key => edge if var.mechanism == "sync" && contains(edge.capabilities, "sync") }

  # The scope of each of these edges: its own, or that of its source. An edge without a
  # scope is refused by the output edges.
  scope_of = { for key, edge in local.synced : key => contains(keys(var.sync.scopes), key) ? key : edge.source }
  unscoped = [for key, scope in local.scope_of : key if !contains(keys(var.sync.scopes), scope)]

  # The edges whose groups are synchronized too: those of one cloud, with assigned users.
  group_synced = [
    for key, edge in local.synced : key if var.sync.groups && edge.same_cloud && !try(var.sync.scopes[local.scope_of[key]].all, false)
  ]

  # The groups of the scopes that do not include all users.
  scope_groups = {
    for name, scope in var.sync.scopes : name => merge(scope, {
      edges = [for key, used in local.scope_of : key if used == name]
    }) if !scope.all && contains(values(local.scope_of), name)
  }
}

# The synchronization of an edge, in its source. The service checks the entries of both
# tenants before it starts a job.
resource "multitenant_cross_tenant_sync" "this" {
  for_each = local.synced

  source = each.value.source
  target = each.value.target
  scope  = try(var.sync.scopes[local.scope_of[each.key]].all, false) ? "all" : "assigned"
  groups = contains(local.group_synced, each.key)

  user_mapping       = { user_type = var.sync.user_type }
  delete_threshold   = var.sync.delete_threshold
  notification_email = var.sync.notification_email

  # Graph cannot create a configuration for another cloud: one that was created in the
  # Entra admin center is adopted.
  on_existing = each.value.same_cloud ? var.on_existing : "adopt"
  on_destroy  = var.on_destroy

  depends_on = [multitenant_cross_tenant_access_partner.this]
}

# The users of a scope, in its source. One group serves all edges of the scope.
resource "multitenant_sync_scope_group" "this" {
  for_each = local.scope_groups

  tenant                = local.edges[each.value.edges[0]].source
  display_name          = "sync-scope-${replace(each.key, "->", "-to-")}"
  members               = each.value.members
  membership_rule       = each.value.membership_rule
  service_principal_ids = [for key in each.value.edges : multitenant_cross_tenant_sync.this[key].service_principal_id]
  restricted_unit       = var.sync.restricted_unit
  on_existing           = var.on_existing
  on_destroy            = var.on_destroy
}
