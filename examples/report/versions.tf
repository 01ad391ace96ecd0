terraform {
  required_version = ">= 1.7"

  required_providers {
    multitenant = {
      # With its host, so that Terraform and OpenTofu use the same provider.
      source  = "registry.terraform.io/multitenant-as-code/multitenant"
      version = "~> 0.1"
    }
  }
}
