# The sales department of Contoso, without Contoso's guests.
data "multitenant_users" "sales" {
  tenant = "contoso"
  filter = "department eq 'Sales'"
}

# All of them get access to Fabrikam. The key is the object id in Contoso, which
# stays when a user is renamed; the user principal name is the address to invite.
resource "multitenant_b2b_invitation" "sales" {
  for_each = data.multitenant_users.sales.users

  tenant     = "fabrikam"
  email      = each.value.user_principal_name
  given_name = each.value.given_name
  surname    = each.value.surname
  job_title  = each.value.job_title
}

# Names from another source, checked against the directory.
data "multitenant_users" "auditors" {
  tenant = "contoso"
  emails = ["ada.admin@contoso.example", "left.long.ago@contoso.example"]
}

output "not_found" {
  value = data.multitenant_users.auditors.missing
}
