variable "tenants" {
  description = "The tenants of the topology, by their keys in the provider's tenants. other_clouds names further clouds that a tenant allows: in a tenant with an edge to another cloud, the list of allowed clouds is set to those of its edges and these."
  type = map(object({
    tenant_id    = string
    cloud        = optional(string, "public")
    other_clouds = optional(set(string), [])
  }))

  validation {
    condition = alltrue(flatten([
      for tenant in var.tenants : [
        for cloud in setunion([tenant.cloud], tenant.other_clouds) :
        contains(["public", "usgovernment", "usgovernment_dod", "china"], cloud)
      ]
    ]))
    error_message = "A cloud is public, usgovernment, usgovernment_dod or china."
  }
}

variable "kind" {
  description = "mesh: the users of every tenant work in every other. hub: they work in the hubs. edges: only the edges in var.edges."
  type        = string

  validation {
    condition     = contains(["mesh", "hub", "edges"], var.kind)
    error_message = "The kind is mesh, hub or edges."
  }
}

variable "hubs" {
  description = "Keys of the resource tenants of a hub topology."
  type        = set(string)
  default     = []
}

variable "capabilities" {
  description = "Capabilities of an edge: b2b_collaboration, trust_mfa, trust_compliant_device, trust_hybrid_device, auto_redeem, sync, direct_connect, and those of Microsoft 365, by which users of the source see data of the target: calendar_availability, calendar_sharing, mail_tips, profile_card, places, mailbox_move."
  type        = set(string)
  default     = ["b2b_collaboration"]
}

variable "m365_levels" {
  description = "How much the Microsoft 365 capabilities show: calendar_availability times or details, calendar_sharing times, details or all, mail_tips limited or all."
  type = object({
    calendar_availability = optional(string, "times")
    calendar_sharing      = optional(string, "times")
    mail_tips             = optional(string, "limited")
  })
  default = {}

  validation {
    condition = (
      contains(["times", "details"], var.m365_levels.calendar_availability) &&
      contains(["times", "details", "all"], var.m365_levels.calendar_sharing) &&
      contains(["limited", "all"], var.m365_levels.mail_tips)
    )
    error_message = "The levels are times or details for calendar_availability, times, details or all for calendar_sharing, and limited or all for mail_tips."
  }
}

variable "edges" {
  description = "Capabilities of single edges, by keys such as contoso->fabrikam: users of Contoso work in Fabrikam. null stands for var.capabilities. For the kinds mesh and hub, only the edges that differ; for the kind edges, all edges."
  type        = map(set(string))
  default     = {}
}

variable "on_existing" {
  description = "What to do with an existing partner entry: error or adopt."
  type        = string
  default     = "error"

  validation {
    condition     = contains(["error", "adopt"], var.on_existing)
    error_message = "on_existing is error or adopt."
  }
}

variable "on_destroy" {
  description = "What to do with an entry without edges: delete or keep. Default: delete for entries that were created here, keep for all others. With keep, the list of allowed clouds stays as well."
  type        = string
  default     = null

  validation {
    condition     = var.on_destroy == null || contains(["delete", "keep"], coalesce(var.on_destroy, "keep"))
    error_message = "on_destroy is delete or keep."
  }
}
