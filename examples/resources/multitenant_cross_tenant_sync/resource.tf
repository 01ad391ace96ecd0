# Both tenants have to let Contoso synchronize users into Fabrikam.
resource "multitenant_cross_tenant_access_partner" "fabrikam" {
  tenant                 = "contoso"
  partner_tenant_id      = "22222222-2222-4222-8222-222222222222"
  automatic_user_consent = { inbound_allowed = false, outbound_allowed = true }
}

resource "multitenant_cross_tenant_access_partner" "contoso" {
  tenant                   = "fabrikam"
  partner_tenant_id        = "11111111-1111-4111-8111-111111111111"
  automatic_user_consent   = { inbound_allowed = true, outbound_allowed = false }
  identity_synchronization = { user_sync_allowed = true }
}

resource "multitenant_cross_tenant_sync" "to_fabrikam" {
  source = "contoso"
  target = "fabrikam"

  notification_email = "idm@contoso.example"
  delete_threshold   = 50

  # Mappings that are not listed here are left alone.
  user_mapping = {
    user_type = { value = "Member", apply = "always" }

    attributes = {
      companyName = { constant = "Contoso" }
      department  = { expression = "Join(\" / \", \"Contoso\", [department])" }
      city        = { absent = true }
    }
  }

  depends_on = [
    multitenant_cross_tenant_access_partner.fabrikam,
    multitenant_cross_tenant_access_partner.contoso,
  ]
}

# The users that are synchronized.
resource "multitenant_sync_scope_group" "to_fabrikam" {
  tenant                = "contoso"
  display_name          = "sync-scope-to-fabrikam"
  members               = ["aaaaaaaa-0000-4000-8000-000000000001"]
  owners                = []
  service_principal_ids = [multitenant_cross_tenant_sync.to_fabrikam.service_principal_id]
}
