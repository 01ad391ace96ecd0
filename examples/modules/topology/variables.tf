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

variable "mechanism" {
  description = "sync: every edge between clouds with synchronization has the capability sync, unless it is listed in edges without it, and edges with sync get a synchronization configuration and a scope in their source. Default: the users of the edges come by other means."
  type        = string
  default     = null

  validation {
    condition     = var.mechanism == null || coalesce(var.mechanism, "sync") == "sync"
    error_message = "The mechanism is sync, or null."
  }
}

variable "sync" {
  description = "For the mechanism sync: the scopes, by the key of a source, for all its edges, or by that of an edge: all, or a group with members (object ids) or a membership_rule; whether the groups of the scopes are synchronized too, within one cloud; the user type in the target, at creation or always; the number of deletions in a cycle that stops the job; who is notified then; and the restricted unit of the groups."
  type = object({
    scopes = optional(map(object({
      all             = optional(bool, false)
      members         = optional(set(string))
      membership_rule = optional(string)
    })), {})
    groups = optional(bool, false)
    user_type = optional(object({
      value = optional(string, "Member")
      apply = optional(string, "creation")
    }), {})
    delete_threshold   = optional(number, 500)
    notification_email = optional(string)
    restricted_unit = optional(object({
      display_name = string
      grant_role   = optional(bool, false)
    }))
  })
  default = {}

  validation {
    condition     = contains(["Member", "Guest"], var.sync.user_type.value) && contains(["creation", "always"], var.sync.user_type.apply)
    error_message = "user_type is Member or Guest, applied at creation or always."
  }
  validation {
    condition     = alltrue([for scope in var.sync.scopes : length([for way in [scope.all ? "all" : null, scope.members, scope.membership_rule] : way if way != null]) == 1])
    error_message = "A scope has exactly one of all, members and membership_rule."
  }
}

variable "on_existing" {
  description = "What to do with an existing partner entry, synchronization configuration or scope group: error or adopt."
  type        = string
  default     = "error"

  validation {
    condition     = contains(["error", "adopt"], var.on_existing)
    error_message = "on_existing is error or adopt."
  }
}

variable "on_destroy" {
  description = "What to do with an entry, a synchronization configuration or a scope group without edges: delete or keep. Default: delete for those that were created here, keep for all others. With keep, the list of allowed clouds stays as well."
  type        = string
  default     = null

  validation {
    condition     = var.on_destroy == null || contains(["delete", "keep"], coalesce(var.on_destroy, "keep"))
    error_message = "on_destroy is delete or keep."
  }
}
