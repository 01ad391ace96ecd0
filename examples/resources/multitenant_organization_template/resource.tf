# A join gives the entries that it creates automatic consent and synchronization, as
# the Microsoft 365 admin center does, and trusts multifactor authentication. Entries
# that exist before, for example from multitenant_cross_tenant_access_partner, stay as
# they are.
resource "multitenant_organization_template" "fabrikam" {
  tenant = "fabrikam"

  inbound_trust          = { is_mfa_accepted = true }
  automatic_user_consent = { inbound_allowed = true, outbound_allowed = true }
  applies_to             = ["newPartners"]

  user_sync_allowed    = true
  user_sync_applies_to = ["newPartners"]
}
