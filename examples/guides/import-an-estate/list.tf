resource "multitenant_b2b_invitation" "guest" {
  for_each = { for row in csvdecode(file("${path.module}/people.csv")) : row.email => row }

  tenant = "fabrikam"
  email  = each.value.email
}
