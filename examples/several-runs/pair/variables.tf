variable "tenants" {
  description = "The two tenants, by their keys in the provider's tenants."
  type        = map(object({ tenant_id = string, cloud = optional(string) }))

  validation {
    condition     = length(var.tenants) == 2
    error_message = "A pair has two tenants."
  }
}

variable "edges" {
  description = "The edges of the pair: one for each direction in which users work, such as contoso->fabrikam."
  type        = set(string)
}

variable "people" {
  description = "The users of the edges: email, home_tenant, and the tenant into which they are invited."
  type        = list(object({ email = string, home_tenant = string, into = string }))
  default     = []
}
