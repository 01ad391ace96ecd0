# Which users may invite, and what guests see.
resource "multitenant_external_collaboration" "fabrikam" {
  tenant             = "fabrikam"
  allow_invites_from = "adminsGuestInvitersAndAllMembers"
  guest_user_role    = "restrictedGuestUser"
}

# Subcontractors come from these companies.
resource "multitenant_domain_list" "fabrikam" {
  tenant          = "fabrikam"
  allowed_domains = ["contoso.example", "subcontractor.example"]
}

# Guests without an account of Entra ID sign in with a one-time passcode.
resource "multitenant_email_otp" "fabrikam" {
  tenant                             = "fabrikam"
  allow_external_id_to_use_email_otp = "enabled"
}

# SharePoint has a list of domains of its own.
resource "multitenant_sharepoint_sharing" "fabrikam" {
  tenant                          = "fabrikam"
  sharing_capability              = "externalUserSharingOnly"
  sharing_domain_restriction_mode = "allowList"
  sharing_allowed_domain_list     = multitenant_domain_list.fabrikam.allowed_domains
}
