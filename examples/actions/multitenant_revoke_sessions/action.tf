# Revoke the sessions of the user: terraform apply -invoke=action.multitenant_revoke_sessions.ana
action "multitenant_revoke_sessions" "ana" {
  config {
    tenant  = "fabrikam"
    user_id = "aaaaaaaa-0000-4000-8000-000000000099"
  }
}
