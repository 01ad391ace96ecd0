variable "people" {
  description = "Who gets access. Only email is required: the user principal name at home, which is the address to invite by. The id is what stays when that changes: the object id at home."
  type = list(object({
    email       = string
    id          = optional(string)
    home_tenant = optional(string)

    display_name   = optional(string)
    given_name     = optional(string)
    surname        = optional(string)
    job_title      = optional(string)
    department     = optional(string)
    company_name   = optional(string)
    employee_id    = optional(string)
    usage_location = optional(string)
  }))

  validation {
    condition     = length(distinct([for person in var.people : lower(person.email)])) == length(var.people)
    error_message = "Two people have the same email. Upper and lower case make no difference."
  }

  validation {
    condition     = length(distinct([for person in var.people : lower(coalesce(person.id, person.email))])) == length(var.people)
    error_message = "Two people have the same id. Upper and lower case make no difference."
  }
}

variable "resource_tenants" {
  description = "Keys, in the provider's tenants, of the tenants that the people get access to."
  type        = set(string)
}

variable "domains" {
  description = "Verified domains of the tenants, by their keys, so that nobody is invited to the tenant where they are at home. Not needed for people with a home_tenant."
  type        = map(set(string))
  default     = {}

  validation {
    condition     = length(distinct([for domain in flatten([for domains in values(var.domains) : tolist(domains)]) : lower(domain)])) == length(flatten([for domains in values(var.domains) : tolist(domains)]))
    error_message = "Two tenants have the same domain. A domain is verified in one tenant only."
  }
}

variable "after" {
  description = "By resource tenant, the ids of what lets its people in and is set by the same configuration: the output entries of the module topology. Invitations wait for it, and plans judge by what it will be. Needs Terraform 1.11 or OpenTofu 1.11."
  type        = map(list(string))
  default     = {}
}

variable "invited_user_type" {
  description = "Guest or Member. A person who is invited as Member is not mail-enabled."
  type        = string
  default     = "Guest"
}

variable "redirect_url" {
  description = "Where people land after they accept. Default: the My Apps portal of the resource tenant."
  type        = string
  default     = null
}

variable "send_message" {
  description = "Whether Microsoft sends an e-mail with the invitation."
  type        = bool
  default     = false
}

variable "on_existing" {
  description = "What to do with a user who is there already: error or adopt."
  type        = string
  default     = "error"
}

variable "on_soft_deleted" {
  description = "What to do with a user who is in the recycle bin: error, restore or ignore."
  type        = string
  default     = "error"
}

variable "on_destroy" {
  description = "What happens to a user whose access ends: delete, disable or keep. Default: delete for users who were invited here, keep for all others."
  type        = string
  default     = null
}
