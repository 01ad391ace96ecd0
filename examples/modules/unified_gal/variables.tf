variable "tenants" {
  description = "The tenants with a common address book, by their keys in the provider's tenants. domains are the verified domains, to determine the home tenant of people without a home_tenant."
  type = map(object({
    tenant_id = string
    domains   = optional(set(string), [])
  }))

  validation {
    condition     = length(var.tenants) > 1
    error_message = "A common address book needs at least two tenants."
  }
}

variable "people" {
  description = "People to share. Only email is required: the user principal name in the home tenant. The id is the object id in the home tenant, which stays when the email changes. share_as overrides var.share_as for one person."
  type = list(object({
    email       = string
    id          = optional(string)
    home_tenant = optional(string)
    share_as    = optional(string)

    display_name   = optional(string)
    given_name     = optional(string)
    surname        = optional(string)
    job_title      = optional(string)
    department     = optional(string)
    company_name   = optional(string)
    employee_id    = optional(string)
    usage_location = optional(string)

    account_enabled = optional(bool)
  }))

  validation {
    condition     = alltrue([for person in var.people : contains(["guest", "member", "address_book_only"], coalesce(person.share_as, "guest"))])
    error_message = "share_as is guest, member or address_book_only."
  }
}

variable "share_as" {
  description = "How people appear in the other tenants: guest, member (in the recommended order: invited as a guest, visible in the address book, then a member), or address_book_only (a guest that cannot sign in)."
  type        = string
  default     = "guest"

  validation {
    condition     = contains(["guest", "member", "address_book_only"], var.share_as)
    error_message = "share_as is guest, member or address_book_only."
  }
}

variable "free_busy" {
  description = "What people see of the calendars of the other tenants: times, or details (also subject and location). Default: nothing is changed."
  type        = string
  default     = null

  validation {
    condition     = var.free_busy == null || contains(["times", "details"], coalesce(var.free_busy, "times"))
    error_message = "free_busy is times or details."
  }
}

variable "exchange" {
  description = "Whether Exchange Online is used for the visibility: auto, required or off, see multitenant_gal_visibility."
  type        = string
  default     = "auto"
}

variable "after" {
  description = "Ids of the settings that allow the access and are managed in the same configuration, by resource tenant: the output entries of the module topology. Requires Terraform 1.11 or OpenTofu 1.11."
  type        = map(list(string))
  default     = {}
}

variable "on_existing" {
  description = "What to do with an existing user, and with an existing partner entry of free_busy: error or adopt."
  type        = string
  default     = "error"
}

variable "on_soft_deleted" {
  description = "What to do with a user in the recycle bin: error, restore or ignore."
  type        = string
  default     = "error"
}

variable "on_destroy" {
  description = "What to do with a user that is no longer shared: delete, disable or keep. Default: delete for users that were invited here, keep for all others."
  type        = string
  default     = null
}
