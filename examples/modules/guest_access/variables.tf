variable "people" {
  description = "People who get access. Only email is required: the user principal name in the home tenant, which is the address to invite. The id is the object id in the home tenant, which stays when the email changes."
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

    account_enabled = optional(bool)
  }))

  validation {
    condition     = length(distinct([for person in var.people : lower(person.email)])) == length(var.people)
    error_message = "Two people have the same email. Case is ignored."
  }

  validation {
    condition     = length(distinct([for person in var.people : lower(coalesce(person.id, person.email))])) == length(var.people)
    error_message = "Two people have the same id. Case is ignored."
  }
}

variable "resource_tenants" {
  description = "Tenants that the people get access to, by their keys in the provider's tenants."
  type        = set(string)
}

variable "domains" {
  description = "Verified domains of the tenants, by their keys, so that no user is invited to the home tenant. Not needed for people with a home_tenant."
  type        = map(set(string))
  default     = {}

  validation {
    condition     = length(distinct([for domain in flatten([for domains in values(var.domains) : tolist(domains)]) : lower(domain)])) == length(flatten([for domains in values(var.domains) : tolist(domains)]))
    error_message = "Two tenants have the same domain. A domain is verified in one tenant only."
  }
}

variable "after" {
  description = "Ids of the settings that allow the access and are managed in the same configuration, by resource tenant: the output entries of the module topology. Invitations wait for them, and plan checks use their planned values. Requires Terraform 1.11 or OpenTofu 1.11."
  type        = map(list(string))
  default     = {}
}

variable "invited_user_type" {
  description = "Guest or Member. A user invited as Member is not mail-enabled."
  type        = string
  default     = "Guest"
}

variable "redirect_url" {
  description = "Landing page after the redemption. Default: the My Apps portal of the resource tenant."
  type        = string
  default     = null
}

variable "send_message" {
  description = "Whether Microsoft sends an e-mail with the invitation."
  type        = bool
  default     = false
}

variable "on_existing" {
  description = "What to do with an existing user: error or adopt."
  type        = string
  default     = "error"
}

variable "on_soft_deleted" {
  description = "What to do with a user in the recycle bin: error, restore or ignore."
  type        = string
  default     = "error"
}

variable "on_destroy" {
  description = "What to do with a user whose access ends: delete, disable or keep. Default: delete for users that were invited here, keep for all others."
  type        = string
  default     = null
}
