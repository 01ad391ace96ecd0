# Restore a guest that was deleted by mistake:
# terraform apply -invoke=action.multitenant_restore_guest.ana
action "multitenant_restore_guest" "ana" {
  config {
    tenant = "fabrikam"
    email  = "ana.ruiz@contoso.example"
  }
}
