# Another configuration, which changes an entry of the configuration under test.
variable "emulator_ready_file" {
  type = string
}

variable "tenant" {
  description = "Key of the tenant to change."
  type        = string
}

variable "partner" {
  description = "Key of the partner tenant."
  type        = string
}

variable "inbound_trust" {
  type    = map(bool)
  default = null
}

variable "automatic_user_consent" {
  type    = map(bool)
  default = null
}

variable "identity_synchronization" {
  type    = map(bool)
  default = null
}

locals {
  # The file of the example under test.
  estate   = { for tenant in jsondecode(file("tenants.json")).tenants : tenant.key => tenant }
  emulator = jsondecode(file(var.emulator_ready_file))
}

provider "multitenant" {
  tenants = {
    for key, tenant in local.estate : key => {
      tenant_id     = tenant.tenant_id
      cloud         = tenant.cloud
      client_id     = tenant.applications[0].client_id
      client_secret = tenant.applications[0].client_secret
      endpoints     = local.emulator.clouds[tenant.cloud]
    }
  }
}

resource "multitenant_cross_tenant_access_partner" "this" {
  tenant            = var.tenant
  partner_tenant_id = local.estate[var.partner].tenant_id

  inbound_trust          = var.inbound_trust
  automatic_user_consent = var.automatic_user_consent

  identity_synchronization = var.identity_synchronization

  on_existing = "adopt"
  on_destroy  = "keep"
}
