variable "tenant" {
  description = "Key of the tenant in the provider's tenants."
  type        = string
}

variable "classes" {
  description = "Classes of multitenant_guest_review whose guests leave."
  type        = set(string)
  default     = ["inactive", "never_signed_in", "pending"]

  validation {
    condition     = length(setsubtract(var.classes, ["inactive", "never_signed_in", "pending", "home_tenant_gone", "without_sponsor"])) == 0
    error_message = "The classes are inactive, never_signed_in, pending, home_tenant_gone and without_sponsor."
  }
}

variable "user_type" {
  description = "Guest or Member. External members are often synchronized: their departure belongs to the synchronization."
  type        = string
  default     = "Guest"
}

variable "inactive_days" {
  description = "Days since the last sign-in after which a guest is inactive."
  type        = number
  default     = 90
}

variable "never_signed_in_days" {
  description = "Days since the redemption after which a guest without a sign-in has never signed in."
  type        = number
  default     = 60
}

variable "pending_days" {
  description = "Days after which an invitation that was not redeemed is pending for too long."
  type        = number
  default     = 60
}

variable "remind_after_days" {
  description = "Days after which an invitation that was not redeemed is in the output remind; null for no reminders."
  type        = number
  default     = null
}

variable "hide_after_days" {
  description = "Days between disabling a guest and hiding it from the address book; null for never."
  type        = number
  default     = 30
}

variable "delete_after_days" {
  description = "Days between disabling a guest and deleting it; null for never."
  type        = number
  default     = 90
}

variable "exempt_user_ids" {
  description = "Object ids of guests that are never touched, such as those that are in the address book only."
  type        = set(string)
  default     = []
}

variable "exempt_addresses" {
  description = "Mail addresses of guests that are never touched."
  type        = set(string)
  default     = []
}

variable "exempt_domains" {
  description = "Domains whose guests are never touched."
  type        = set(string)
  default     = []
}

variable "max_users" {
  description = "Number of guests that may be disabled in one run; the plan fails beyond."
  type        = number
  default     = 25
}

variable "max_percent" {
  description = "Share of the tenant's guests, in percent, that may be disabled in one run; the plan fails beyond."
  type        = number
  default     = 10
}

variable "max_deletions" {
  description = "Number of guests that may be deleted in one run; the plan fails beyond."
  type        = number
  default     = 25
}

variable "max_deletions_percent" {
  description = "Share of the tenant's guests, in percent, that may be deleted in one run; the plan fails beyond."
  type        = number
  default     = 10
}

variable "on_destroy" {
  description = "Effect on a guest that is no longer in a class, or is exempt: restore or keep."
  type        = string
  default     = "restore"
}

variable "dry_run" {
  description = "Whether guests are listed only, in the output report. Turning it on again ends all departures."
  type        = bool
  default     = true
}
