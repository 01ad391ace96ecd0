locals {
  edges = {
    for edge in provider::multitenant::topology_edges(
      var.kind,
      { for key, tenant in var.tenants : key => tenant.cloud },
      { mesh = [], hub = tolist(var.hubs), edges = keys(var.edges) }[var.kind]...
    ) :
    edge.key => merge(edge, {
      capabilities = lookup(var.edges, edge.key, null) == null ? var.capabilities : var.edges[edge.key]
    })
  }

  capabilities = [
    "b2b_collaboration", "trust_mfa", "trust_compliant_device", "trust_hybrid_device", "auto_redeem", "sync", "direct_connect",
  ]
  unknown_capabilities = setsubtract(flatten([for edge in values(local.edges) : tolist(edge.capabilities)]), local.capabilities)

  # What each tenant says about another: one entry for the people who come in and
  # for those who go out.
  entries = {
    for pair in distinct(flatten([
      for edge in values(local.edges) : [
        { tenant = edge.source, partner = edge.target },
        { tenant = edge.target, partner = edge.source },
      ]
    ])) :
    "${pair.tenant}/${pair.partner}" => merge(pair, {
      inbound  = toset(try(local.edges["${pair.partner}->${pair.tenant}"].capabilities, []))
      outbound = toset(try(local.edges["${pair.tenant}->${pair.partner}"].capabilities, []))
    })
  }
}

# Each block says what the edges need, and goes back to the tenant's default where
# they need nothing: what was granted for an edge goes when the edge goes.
resource "multitenant_cross_tenant_access_partner" "this" {
  for_each = local.entries

  tenant            = each.value.tenant
  partner_tenant_id = var.tenants[each.value.partner].tenant_id

  b2b_collaboration_inbound   = local.collaboration[contains(each.value.inbound, "b2b_collaboration")]
  b2b_collaboration_outbound  = local.collaboration[contains(each.value.outbound, "b2b_collaboration")]
  b2b_direct_connect_inbound  = local.direct_connect[contains(each.value.inbound, "direct_connect")]
  b2b_direct_connect_outbound = local.direct_connect[contains(each.value.outbound, "direct_connect")]

  inbound_trust = {
    for setting, wanted in {
      is_mfa_accepted                           = contains(each.value.inbound, "trust_mfa")
      is_compliant_device_accepted              = contains(each.value.inbound, "trust_compliant_device")
      is_hybrid_azure_ad_joined_device_accepted = contains(each.value.inbound, "trust_hybrid_device")

      inherit = length(setintersection(each.value.inbound, ["trust_mfa", "trust_compliant_device", "trust_hybrid_device"])) == 0
    } : setting => true if wanted
  }

  automatic_user_consent = {
    inbound_allowed  = contains(each.value.inbound, "auto_redeem")
    outbound_allowed = contains(each.value.outbound, "auto_redeem")
  }

  identity_synchronization = local.synchronization[contains(each.value.inbound, "sync")]

  on_existing = var.on_existing
  on_destroy  = var.on_destroy

  # When edges go, the entries close before the clouds do.
  depends_on = [multitenant_cross_tenant_access_policy.this]
}

# What both tenants of each edge say, once everything above is in place.
data "multitenant_topology_check" "this" {
  edges = values(local.edges)

  depends_on = [multitenant_cross_tenant_access_partner.this]
}
