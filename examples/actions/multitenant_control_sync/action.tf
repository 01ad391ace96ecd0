# Start a synchronization after a maintenance:
# terraform apply -invoke=action.multitenant_control_sync.resume
action "multitenant_control_sync" "resume" {
  config {
    tenant               = "contoso"
    service_principal_id = "50000000-0000-4000-8000-000000000001"
    operation            = "start"
  }
}
