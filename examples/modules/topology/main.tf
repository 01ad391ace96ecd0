locals {
  edges = {
    for edge in provider::multitenant::topology_edges(
      var.kind,
      { for key, tenant in var.tenants : key => tenant.cloud },
      { mesh = [], hub = tolist(var.hubs), edges = keys(var.edges) }[var.kind]...
    ) :
    edge.key => merge(edge, {
      capabilities = lookup(var.edges, edge.key, null) == null ? setunion(
        var.capabilities,
        var.mechanism == "sync" && edge.mechanism != "invitation" ? ["sync"] : [],
      ) : var.edges[edge.key]
    })
  }

  capabilities = concat([
    "b2b_collaboration", "trust_mfa", "trust_compliant_device", "trust_hybrid_device", "auto_redeem", "sync", "direct_connect",
  ], local.seeing, ["mailbox_move"])

  # What users of the source see of the target in Microsoft 365.
  seeing               = ["calendar_availability", "calendar_sharing", "mail_tips", "profile_card", "places"]
  unknown_capabilities = setsubtract(flatten([for edge in values(local.edges) : tolist(edge.capabilities)]), local.capabilities)

  # sync implies collaboration and automatic redemption, whether an edge names
  # them or not: synchronized users need access and cannot consent.
  granted = {
    for key, edge in local.edges : key =>
    setunion(edge.capabilities, contains(edge.capabilities, "sync") ? ["b2b_collaboration", "auto_redeem"] : [])
  }

  # The entries that each tenant has for another: one for inbound and outbound
  # users.
  entries = {
    for pair in distinct(flatten([
      for edge in values(local.edges) : [
        { tenant = edge.source, partner = edge.target },
        { tenant = edge.target, partner = edge.source },
      ]
    ])) :
    "${pair.tenant}/${pair.partner}" => merge(pair, {
      inbound  = lookup(local.granted, "${pair.partner}->${pair.tenant}", [])
      outbound = lookup(local.granted, "${pair.tenant}->${pair.partner}", [])
    })
  }
}

# Each block has the settings that the edges require, or the tenant's default
# without any: the grants of an edge are removed with the edge.
resource "multitenant_cross_tenant_access_partner" "this" {
  for_each = local.entries

  tenant            = each.value.tenant
  partner_tenant_id = var.tenants[each.value.partner].tenant_id

  b2b_collaboration_inbound   = local.collaboration[contains(each.value.inbound, "b2b_collaboration")]
  b2b_collaboration_outbound  = local.collaboration[contains(each.value.outbound, "b2b_collaboration")]
  b2b_direct_connect_inbound  = local.direct_connect[contains(each.value.inbound, "direct_connect")]
  b2b_direct_connect_outbound = local.direct_connect[contains(each.value.outbound, "direct_connect")]

  inbound_trust = length(setintersection(each.value.inbound, values(local.trust))) == 0 ? tomap({ inherit = true }) : tomap({
    for setting, capability in local.trust : setting => contains(each.value.inbound, capability)
  })

  automatic_user_consent = {
    inbound_allowed  = contains(each.value.inbound, "auto_redeem")
    outbound_allowed = contains(each.value.outbound, "auto_redeem")
  }

  identity_synchronization = local.synchronization[
    contains(local.group_synced, "${each.value.partner}->${each.value.tenant}") ? "groups" : contains(each.value.inbound, "sync") ? "users" : "none"
  ]

  m365_collaboration_inbound = local.m365[
    length(setintersection(each.value.inbound, local.seeing)) > 0 ? "granted" : local.m365_default[each.value.tenant]
  ]
  m365_collaboration_outbound = local.m365_outbound[
    length(setintersection(each.value.outbound, local.seeing)) > 0 ? "granted" : local.m365_default[each.value.tenant]
  ]
  app_service_connect_inbound = local.service_connect[
    contains(each.value.inbound, "mailbox_move") ? "granted" : local.m365_default[each.value.tenant]
  ]

  on_existing = var.on_existing
  on_destroy  = var.on_destroy

  # When edges are removed, entries are closed before clouds.
  depends_on = [multitenant_cross_tenant_access_policy.this]

  lifecycle {
    # Each key must belong to one tenant only: the tenant that is configured, and
    # the one that partners grant access to.
    postcondition {
      condition     = lower(self.tenant_id) == lower(var.tenants[each.value.tenant].tenant_id)
      error_message = "Tenant ${each.value.tenant} has the id ${self.tenant_id} in the provider block, and ${var.tenants[each.value.tenant].tenant_id} in this module. The partners would grant access to another tenant."
    }
  }
}

# The state of both tenants of each edge, after the resources above.
data "multitenant_topology_check" "this" {
  edges = values(local.edges)

  depends_on = [
    multitenant_cross_tenant_access_partner.this, multitenant_m365_capabilities.this,
    multitenant_cross_tenant_sync.this, multitenant_sync_scope_group.this,
  ]
}
