module "lifecycle" {
  source = "./modules/guest_lifecycle"

  tenant               = "fabrikam"
  dry_run              = false
  max_percent          = 75
  never_signed_in_days = 30
}

output "departures" {
  value = module.lifecycle.departures
}
