required_providers {
  multitenant = {
    source  = "multitenant-as-code/multitenant"
    version = ">= 0.1.0"
  }
}

variable "tenants" {
  type = map(object({ tenant_id = string, cloud = optional(string) }))
}

variable "edges" {
  type = set(string)
}

variable "people" {
  type = list(object({ email = string, home_tenant = string, into = string }))
}

variable "write_share" {
  type = number
}

variable "client_id" {
  type = string
}

variable "identity_token" {
  type      = string
  ephemeral = true
}

provider "multitenant" "this" {
  config {
    tenants     = var.tenants
    client_id   = var.client_id
    use_oidc    = true
    oidc_token  = var.identity_token
    write_share = var.write_share
  }
}

component "pair" {
  source = "./pair"

  inputs = {
    tenants = var.tenants
    edges   = var.edges
    people  = var.people
  }

  providers = {
    multitenant = provider.multitenant.this
  }
}
