variable "emulator_ready_file" {
  description = "The emulator's ready file, with its addresses."
  type        = string
}

locals {
  estate   = jsondecode(file("${path.module}/tenants.json"))
  emulator = jsondecode(file(var.emulator_ready_file))
}

# On real tenants, remove the endpoints and the secrets: see use_oidc.
provider "multitenant" {
  tenants = {
    for tenant in local.estate.tenants : tenant.key => {
      tenant_id     = tenant.tenant_id
      cloud         = tenant.cloud
      client_id     = tenant.applications[0].client_id
      client_secret = tenant.applications[0].client_secret
      endpoints     = local.emulator.clouds[tenant.cloud]
    }
  }
}
