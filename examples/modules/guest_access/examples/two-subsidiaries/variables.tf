variable "tenants" {
  description = "The provider's tenants, see its documentation."
  type        = any
}
