terraform {
  required_version = ">= 1.7"

  required_providers {
    multitenant = {
      # Named with its host, so that Terraform and OpenTofu mean the same provider.
      source  = "registry.terraform.io/multitenant-as-code/multitenant"
      version = "~> 0.1"
    }
  }
}
