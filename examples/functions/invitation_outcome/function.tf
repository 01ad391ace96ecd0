# A guest invited beside a mail contact is created, but not mail-enabled:
# { outcome = "guest", mail_enabled = false, error = null }
output "guest_beside_contact" {
  value = provider::multitenant::invitation_outcome("mail_contact", "Guest")
}

# Check before the plan.
variable "existing" {
  type        = string
  default     = "none"
  description = "The object that has the address in the resource tenant now."

  validation {
    condition     = provider::multitenant::invitation_outcome(var.existing, "Guest").mail_enabled
    error_message = "The guest would not be mail-enabled: remove the mail contact first."
  }
}

output "may_invite" {
  value = provider::multitenant::invitation_outcome(var.existing, "Guest").error == null
}
