# Content is shared with guests of one partner only, and never by a link that needs no
# sign-in.
resource "multitenant_sharepoint_sharing" "fabrikam" {
  tenant = "fabrikam"

  sharing_capability              = "externalUserSharingOnly"
  sharing_domain_restriction_mode = "allowList"
  sharing_allowed_domain_list     = ["contoso.example"]

  is_resharing_by_external_users_enabled                  = false
  is_require_accepting_user_to_match_invited_user_enabled = true
}
