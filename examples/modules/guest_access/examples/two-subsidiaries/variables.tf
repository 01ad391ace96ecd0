variable "tenants" {
  description = "The tenants of the provider, as its documentation has them."
  type        = any
}
