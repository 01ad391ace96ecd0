variable "emulator_ready_file" {
  description = "The emulator's ready file, with its addresses."
  type        = string
}

locals {
  estate   = jsondecode(file("${path.module}/tenants.json"))
  emulator = jsondecode(file(var.emulator_ready_file))
}

# One provider serves every tenant in every cloud. On real tenants, remove the
# endpoints and the secrets: see use_oidc.
provider "multitenant" {
  tenants = {
    for tenant in local.estate.tenants : tenant.key => {
      tenant_id     = tenant.tenant_id
      cloud         = tenant.cloud
      client_id     = tenant.applications[0].client_id
      client_secret = tenant.applications[0].client_secret

      endpoints = {
        authority = local.emulator.clouds[tenant.cloud].authority
        graph     = local.emulator.clouds[tenant.cloud].graph
        exchange  = local.emulator.clouds[tenant.cloud].exchange
      }
    }
  }
}
