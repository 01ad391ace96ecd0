# The estate of the sample report: four companies in two clouds, the edges between
# them, and the guests that work in another company than their own. The second
# revision of the configuration is planned after the first one has been applied.
variable "revision" {
  description = "Revision of the list of guests: 1 or 2."
  type        = number
  default     = 1
}

# The report takes clouds, names and domains of the tenants from here.
data "multitenant_tenant" "estate" {
  for_each = toset(local.estate.tenants[*].key)

  tenant = each.key
}

module "topology" {
  source = "../modules/topology"

  tenants = { for key, tenant in data.multitenant_tenant.estate : key => { tenant_id = tenant.tenant_id, cloud = tenant.cloud } }
  kind    = "edges"

  capabilities = ["b2b_collaboration", "trust_mfa", "auto_redeem"]
  edges = merge({
    "contoso->fabrikam"   = null
    "fabrikam->contoso"   = null
    "contoso->northwind"  = ["b2b_collaboration", "trust_mfa"]
    "northwind->contoso"  = ["b2b_collaboration"]
    "fabrikam->northwind" = ["b2b_collaboration", "trust_mfa", "trust_compliant_device"]
  }, var.revision == 2 ? { "tailspin->contoso" = null } : {})
}

# The tenants as they are, also while the module's own check waits for changes.
data "multitenant_topology_check" "now" {
  edges = values(module.topology.edges)
}

locals {
  guests = merge({
    "ana.ruiz@contoso.example"    = { tenant = "fabrikam", name = "Ana Ruiz", enabled = true }
    "ben.ito@contoso.example"     = { tenant = "fabrikam", name = "Ben Ito", enabled = var.revision == 1 }
    "carla.moss@contoso.example"  = { tenant = "northwind", name = "Carla Moss", enabled = true }
    "dan.novak@fabrikam.example"  = { tenant = "contoso", name = "Dan Novak", enabled = true }
    "gail.hart@northwind.example" = { tenant = "contoso", name = "Gail Hart", enabled = true }
    }, var.revision == 1 ? {
    "finn.olsen@northwind.example" = { tenant = "contoso", name = "Finn Olsen", enabled = true }
    } : {
    "hugo.lang@tailspin.example" = { tenant = "contoso", name = "Hugo Lang", enabled = true }
  })
}

resource "multitenant_b2b_invitation" "guest" {
  for_each = local.guests

  tenant          = each.value.tenant
  email           = each.key
  display_name    = each.value.name
  account_enabled = each.value.enabled

  depends_on = [module.topology]
}

resource "multitenant_gal_visibility" "guest" {
  tenant   = "contoso"
  user_id  = multitenant_b2b_invitation.guest["dan.novak@fabrikam.example"].user_id
  visible  = false
  exchange = "off"
}
