# Every change of cross-tenant settings since the start of the month, in all tenants.
data "multitenant_cross_tenant_changes" "all" {
  since = "2026-01-01T00:00:00Z"
  kinds = ["access", "synchronization", "collaboration"]

  lifecycle {
    # A tenant whose log cannot be read is no tenant without changes.
    postcondition {
      condition     = length(self.unread) == 0
      error_message = "Audit logs could not be read: ${join("; ", values(self.unread))}"
    }
  }
}

# Changes that were made outside this configuration.
output "changed_by_others" {
  value = [
    for c in data.multitenant_cross_tenant_changes.all.changes :
    "${c.time} ${c.tenant}: ${c.activity} by ${coalesce(c.actor, "unknown")}" if c.own_application != true
  ]
}

# Everything about one partner, invitations of its users included.
data "multitenant_cross_tenant_changes" "contoso" {
  tenants         = ["fabrikam"]
  related_tenants = ["contoso"]
  since           = "2026-01-01T00:00:00Z"
}
