# The users that Contoso synchronizes to Fabrikam, listed one by one. Users that are
# added in the portal are removed again.
resource "multitenant_sync_scope_group" "to_fabrikam" {
  tenant       = "contoso"
  display_name = "sync-scope-to-fabrikam"
  description  = "Users synchronized to Fabrikam"

  members = [
    "aaaaaaaa-0000-4000-8000-000000000001",
    "aaaaaaaa-0000-4000-8000-000000000002",
  ]
  owners = []

  # Only roles with this unit as their scope can change the group. The unit is created
  # if Contoso has none of that name.
  restricted_unit = {
    display_name = "Sync scope groups"
    grant_role   = true
  }

  # The enterprise application of the synchronization to Fabrikam.
  service_principal_ids = ["50000000-0000-4000-8000-000000000001"]
}

# A rule instead of a list. Changing one into the other keeps the group and its id.
resource "multitenant_sync_scope_group" "sales" {
  tenant          = "contoso"
  display_name    = "sync-scope-sales"
  membership_rule = "(user.userType -eq \"Member\") and (user.department -eq \"Sales\")"
  owners          = []

  # The unit of the other group, in which the provider's application has its role:
  # without one, the application can put the group into the unit, and neither change
  # nor delete it afterwards.
  restricted_unit = {
    display_name = "Sync scope groups"
    grant_role   = true
  }
}
