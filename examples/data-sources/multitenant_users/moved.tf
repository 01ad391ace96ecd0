# The resources with the new keys.
data "multitenant_users" "sales" {
  tenant = "contoso"
  filter = "department eq 'Sales'"
}

resource "multitenant_b2b_invitation" "sales" {
  for_each = data.multitenant_users.sales.users

  tenant = "fabrikam"
  email  = each.value.user_principal_name
}

# Prints a moved block for each user, from the old key to the new one.
output "moved" {
  value = join("", [
    for user in data.multitenant_users.sales.users : <<-EOT
      moved {
        from = multitenant_b2b_invitation.sales["${lower(user.user_principal_name)}"]
        to   = multitenant_b2b_invitation.sales["${lower(user.user_id)}"]
      }
    EOT
  ])
}
