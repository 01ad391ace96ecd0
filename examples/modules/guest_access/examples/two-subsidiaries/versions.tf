terraform {
  required_version = ">= 1.11"

  required_providers {
    multitenant = {
      source  = "registry.terraform.io/multitenant-as-code/multitenant"
      version = ">= 0.1.0"
    }
  }
}
