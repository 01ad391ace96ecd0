# Revoke the sessions of a user in the home tenant:
# terraform apply -invoke=action.multitenant_revoke_sessions.mona
action "multitenant_revoke_sessions" "mona" {
  config {
    tenant  = "contoso"
    user_id = "aaaaaaaa-0000-4000-8000-000000000002"
  }
}
