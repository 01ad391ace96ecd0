# The blocks of an entry, with a capability that an edge requires (true) and
# without (false).
locals {
  all_users  = { access_type = "allowed", targets = [{ target = "AllUsers", target_type = "user" }] }
  all_apps   = { access_type = "allowed", targets = [{ target = "AllApplications", target_type = "application" }] }
  office_365 = { access_type = "allowed", targets = [{ target = "Office365", target_type = "application" }] }

  collaboration = {
    true  = { users_and_groups = local.all_users, applications = local.all_apps }
    false = { inherit = true }
  }

  # Direct connect is for shared channels in Teams, a part of Office 365.
  direct_connect = {
    true  = { users_and_groups = local.all_users, applications = local.office_365 }
    false = { inherit = true }
  }

  # The trust settings and the capabilities that require them. Without any of
  # them, the tenant's default applies to all three.
  trust = {
    is_mfa_accepted                           = "trust_mfa"
    is_compliant_device_accepted              = "trust_compliant_device"
    is_hybrid_azure_ad_joined_device_accepted = "trust_hybrid_device"
  }

  # The trusts of the Microsoft 365 capabilities. Graph has them in the public cloud
  # only; elsewhere they are left alone without a capability that requires them.
  m365 = {
    granted   = { users = local.all_users }
    inherited = { inherit = true }
    absent    = null
  }
  m365_outbound = {
    granted   = { users_and_groups = local.all_users }
    inherited = { inherit = true }
    absent    = null
  }
  service_connect = {
    granted   = { applications = local.all_apps }
    inherited = { inherit = true }
    absent    = null
  }
  m365_default = { for key, tenant in var.tenants : key => tenant.cloud == "public" ? "inherited" : "absent" }

  # Users and groups that were synchronized before remain without sync.
  synchronization = {
    groups = { user_sync_allowed = true, group_sync_allowed = true }
    users  = { user_sync_allowed = true }
    none   = { absent = true }
  }
}
