variable "tenants" {
  description = "The two tenants, by their keys in the provider's tenants."
  type = map(object({
    tenant_id    = string
    cloud        = optional(string, "public")
    other_clouds = optional(set(string), [])
  }))

  validation {
    condition     = length(var.tenants) == 2
    error_message = "A border is between two tenants."
  }
}

variable "allow_list" {
  description = "Properties of users, by their names in Graph, whose values may cross the border in either direction. An edge that reads another one stops the plan. The user principal name always crosses: it is the address of the invitation."
  type        = set(string)
}

variable "edges" {
  description = "Users of one tenant who work in the other, by keys such as contoso->northwind: their scope and attributes as in multitenant_guest_sync, and the attribute by which users are withheld, which is null only if all users may cross. If it cannot be read, nothing is written."
  type = map(object({
    scope = object({
      group_ids = optional(set(string))
      filter    = optional(string)
      all_users = optional(bool)
    })
    attributes = map(object({
      from   = optional(string)
      prefix = optional(string)
      suffix = optional(string)
      value  = optional(string)
      apply  = optional(string)
    }))
    withhold_if = object({
      attribute = string
      equals    = string
    })
    source_anchor = optional(string, "extensionAttribute15")
    existing      = optional(string, "adopt")
    user_type     = optional(string)
    leave = optional(object({
      first       = optional(string, "hide")
      after_days  = optional(number, 30)
      action      = optional(string, "delete")
      max_people  = optional(number, 50)
      max_percent = optional(number, 10)
    }), {})
    evidence = optional(object({
      path   = string
      values = optional(string, "hashes")
    }))
    preview = optional(bool, false)
  }))

  validation {
    condition     = alltrue([for edge in var.edges : edge.leave.after_days > 0])
    error_message = "A departure has two steps: after_days is 1 or more."
  }
}

variable "capabilities" {
  description = "Capabilities of each edge, see the module topology. auto_redeem spares users the consent prompt."
  type        = set(string)
  default     = ["b2b_collaboration", "auto_redeem"]
}

variable "on_existing" {
  description = "What to do with an existing partner entry: error or adopt."
  type        = string
  default     = "error"
}

variable "on_destroy" {
  description = "Effect of a destroy on the external users: keep, or remove, which carries out the action of leave for all of them."
  type        = string
  default     = "keep"
}
