# Make the user redeem again: terraform apply -invoke=action.multitenant_reset_redemption.ana
action "multitenant_reset_redemption" "ana" {
  config {
    tenant  = "fabrikam"
    user_id = "aaaaaaaa-0000-4000-8000-000000000099"
  }
}
