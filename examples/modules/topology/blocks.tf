# The blocks of an entry: what they say if an edge asks for it (true), and if none
# does (false).
locals {
  everybody  = { access_type = "allowed", targets = [{ target = "AllUsers", target_type = "user" }] }
  everything = { access_type = "allowed", targets = [{ target = "AllApplications", target_type = "application" }] }
  office     = { access_type = "allowed", targets = [{ target = "Office365", target_type = "application" }] }

  collaboration = {
    true  = { users_and_groups = local.everybody, applications = local.everything }
    false = { inherit = true }
  }

  # Direct connect is for the shared channels of Teams, a part of Office 365.
  direct_connect = {
    true  = { users_and_groups = local.everybody, applications = local.office }
    false = { inherit = true }
  }

  # The claims that a tenant trusts or not, and the capabilities that ask for it. If
  # none is asked for, the tenant's default counts for all three.
  trust = {
    is_mfa_accepted                           = "trust_mfa"
    is_compliant_device_accepted              = "trust_compliant_device"
    is_hybrid_azure_ad_joined_device_accepted = "trust_hybrid_device"
  }

  # People who were synchronized before stay when sync is gone.
  synchronization = {
    true  = { user_sync_allowed = true }
    false = { absent = true }
  }
}
