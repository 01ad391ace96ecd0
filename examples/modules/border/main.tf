locals {
  ends = { for key in keys(var.edges) : key => { source = split("->", key)[0], target = try(split("->", key)[1], "") } }

  # Properties that an edge reads without permission.
  smuggled = {
    for key, edge in var.edges : key => setsubtract([for a in values(edge.attributes) : a.from if a.from != null], var.allow_list)
  }
}

# The entries of both tenants for each other, and their lists of allowed clouds.
module "access" {
  source = "../topology"

  tenants     = var.tenants
  kind        = "edges"
  edges       = { for key in keys(var.edges) : key => var.capabilities }
  on_existing = var.on_existing
}

resource "multitenant_guest_sync" "this" {
  for_each = var.edges

  source = local.ends[each.key].source
  tenant = local.ends[each.key].target

  scope         = each.value.scope
  attributes    = each.value.attributes
  source_anchor = each.value.source_anchor
  existing      = each.value.existing
  user_type     = each.value.user_type
  evidence      = each.value.evidence
  on_destroy    = var.on_destroy

  # Fails closed: without the attribute, it is not known who may cross.
  withhold_if = one([for rule in each.value.withhold_if[*] : merge(rule, { unreadable = "abort" })])

  on_leave = each.value.leave

  lifecycle {
    precondition {
      condition     = length(local.smuggled[each.key]) == 0
      error_message = "${join(", ", local.smuggled[each.key])} is not on the allow list of the border, and ${each.key} reads it."
    }
  }

  # Invitations need the settings of both tenants.
  depends_on = [module.access]
}

# What the next run would do. It waits for no entry, so that a plan shows it.
data "multitenant_guest_sync_preview" "this" {
  for_each = { for key, edge in var.edges : key => edge if edge.preview }

  source = local.ends[each.key].source
  tenant = local.ends[each.key].target

  scope         = each.value.scope
  attributes    = each.value.attributes
  source_anchor = each.value.source_anchor
  existing      = each.value.existing
  user_type     = each.value.user_type
  withhold_if   = one([for rule in each.value.withhold_if[*] : merge(rule, { unreadable = "abort" })])
  on_leave      = each.value.leave
}
