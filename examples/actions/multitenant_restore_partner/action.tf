# Restore a partner configuration that was deleted by mistake:
# terraform apply -invoke=action.multitenant_restore_partner.contoso
action "multitenant_restore_partner" "contoso" {
  config {
    tenant            = "fabrikam"
    partner_tenant_id = "11111111-1111-4111-8111-111111111111"
  }
}
