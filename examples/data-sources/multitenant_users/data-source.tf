# The sales department of Contoso, guests of Contoso left out.
data "multitenant_users" "sales" {
  tenant = "contoso"
  filter = "department eq 'Sales'"
}

# All of them get into Fabrikam. The key is the user principal name, which is
# the address to invite by.
resource "multitenant_b2b_invitation" "sales" {
  for_each = data.multitenant_users.sales.users

  tenant     = "fabrikam"
  email      = each.key
  given_name = each.value.given_name
  surname    = each.value.surname
  job_title  = each.value.job_title
}

# Names from elsewhere, checked against the directory.
data "multitenant_users" "auditors" {
  tenant = "contoso"
  emails = ["ada.admin@contoso.example", "left.long.ago@contoso.example"]
}

output "not_found" {
  value = data.multitenant_users.auditors.missing
}
