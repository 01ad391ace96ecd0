terraform {
  required_version = ">= 1.7"

  required_providers {
    multitenant = {
      source  = "registry.terraform.io/multitenant-as-code/multitenant"
      version = "~> 0.1"
    }
  }
}

# One provider instance serves every tenant, in every cloud. Each tenant has its
# own application. None of them has a secret: the pipeline's OIDC token is
# exchanged in the tenant's cloud.
provider "multitenant" {
  use_oidc = true

  tenants = {
    contoso = {
      tenant_id = "11111111-1111-4111-8111-111111111111"
      client_id = "c1111111-0000-4000-8000-000000000000"
    }
    fabrikam = {
      tenant_id = "22222222-2222-4222-8222-222222222222"
      client_id = "c2222222-0000-4000-8000-000000000000"
    }
    northwind = {
      tenant_id = "33333333-3333-4333-8333-333333333333"
      client_id = "c3333333-0000-4000-8000-000000000000"
      cloud     = "usgovernment"
    }
  }
}
