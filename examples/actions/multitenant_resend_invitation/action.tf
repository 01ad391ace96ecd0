# Send the invitation mail again: terraform apply -invoke=action.multitenant_resend_invitation.ana
action "multitenant_resend_invitation" "ana" {
  config {
    tenant  = "fabrikam"
    user_id = "aaaaaaaa-0000-4000-8000-000000000099"
  }
}
