variable "owner" {
  description = "Key of the tenant that creates and owns the organization."
  type        = string
}

variable "tenants" {
  description = "The tenants of the organization, the owner included, by their keys in the provider's tenants. display_name is the name in the organization, which cannot be changed later (default: the key); role is owner or member (default: member, or unchanged)."
  type = map(object({
    tenant_id    = string
    display_name = optional(string)
    role         = optional(string)
  }))

  validation {
    condition     = length(var.tenants) > 1 && length(var.tenants) <= 100
    error_message = "An organization has between 2 and 100 tenants."
  }
}

variable "display_name" {
  description = "Display name of the organization."
  type        = string
}

variable "description" {
  description = "Description of the organization. Default: unchanged."
  type        = string
  default     = null
}

variable "capabilities" {
  description = "Capabilities of every edge between two tenants, see the module topology."
  type        = set(string)
  default     = ["b2b_collaboration", "trust_mfa", "auto_redeem"]
}

variable "edges" {
  description = "Capabilities of single edges that differ, by keys such as contoso->fabrikam, see the module topology."
  type        = map(set(string))
  default     = {}
}

variable "mechanism" {
  description = "sync: every edge has a synchronization, unless edges lists it without the capability sync. Default: the users come by other means."
  type        = string
  default     = null
}

variable "sync" {
  description = "Scopes and settings of the synchronizations, see the module topology."
  type        = any
  default     = {}
}

variable "template" {
  description = "What a tenant that joins later, without this configuration, gets in the entries of the others: trusted multifactor authentication, automatic consent in both directions, synchronization. Default: the templates are left alone."
  type = object({
    trust_mfa   = optional(bool, true)
    auto_redeem = optional(bool, true)
    sync        = optional(bool, true)
  })
  default = null
}

variable "on_existing" {
  description = "What to do with an existing partner entry, synchronization configuration or scope group: error or adopt."
  type        = string
  default     = "error"
}
