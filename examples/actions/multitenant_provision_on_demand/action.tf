# Provision a new colleague before the next cycle:
# terraform apply -invoke=action.multitenant_provision_on_demand.mona
action "multitenant_provision_on_demand" "mona" {
  config {
    tenant               = "contoso"
    service_principal_id = "50000000-0000-4000-8000-000000000001"
    user_id              = "aaaaaaaa-0000-4000-8000-000000000002"
  }
}
