locals {
  others = { for key, tenant in var.tenants : key => tenant if key != var.owner }

  # Automatic consent and synchronization, as the Microsoft 365 admin center sets them.
  templates = var.template == null ? {} : var.tenants
}

# The entries of every pair of tenants, and their synchronizations. They come before
# the organization: a join would create them, and after a destroy of the memberships
# they can be deleted.
module "topology" {
  source = "../topology"

  kind         = "mesh"
  tenants      = { for key, tenant in var.tenants : key => { tenant_id = tenant.tenant_id } }
  capabilities = var.capabilities
  edges        = var.edges
  mechanism    = var.mechanism
  sync         = var.sync
  on_existing  = var.on_existing
}

# For tenants that join later without this configuration: entries of the topology
# exist before a join, and are left alone.
resource "multitenant_organization_template" "this" {
  for_each = local.templates

  tenant                 = each.key
  inbound_trust          = { is_mfa_accepted = var.template.trust_mfa }
  automatic_user_consent = { inbound_allowed = var.template.auto_redeem, outbound_allowed = var.template.auto_redeem }
  applies_to             = ["newPartners"]
  user_sync_allowed      = var.template.sync
  user_sync_applies_to   = ["newPartners"]
}

resource "multitenant_organization" "this" {
  tenant       = var.owner
  display_name = var.display_name
  description  = var.description

  lifecycle {
    precondition {
      condition     = contains(keys(var.tenants), var.owner)
      error_message = "The owner ${var.owner} is not among the tenants."
    }
  }
}

resource "multitenant_organization_tenant" "this" {
  for_each = local.others

  tenant           = multitenant_organization.this.tenant
  member_tenant_id = each.value.tenant_id
  display_name     = coalesce(each.value.display_name, each.key)
  role             = each.value.role
}

resource "multitenant_organization_membership" "this" {
  for_each = local.others

  tenant          = each.key
  owner_tenant_id = multitenant_organization_tenant.this[each.key].tenant_id

  depends_on = [module.topology, multitenant_organization_template.this]

  lifecycle {
    # A key must belong to one tenant only: the tenant that joins, and the one that the
    # owner has added.
    postcondition {
      condition     = lower(self.tenant_id) == lower(each.value.tenant_id)
      error_message = "Tenant ${each.key} has the id ${self.tenant_id} in the provider block, and ${each.value.tenant_id} in this module."
    }
  }
}

# Both sides of every edge, when all tenants have joined.
data "multitenant_topology_check" "this" {
  edges = values(module.topology.edges)

  depends_on = [multitenant_organization_membership.this]
}

data "multitenant_organization_tenants" "this" {
  tenant = var.owner

  depends_on = [multitenant_organization_membership.this]
}
