locals {
  # An empty cell means no value.
  people = [
    for row in csvdecode(file("${path.module}/people.csv")) : { for column, cell in row : column => cell != "" ? cell : null }
  ]
}

resource "multitenant_b2b_invitation" "guest" {
  for_each = { for person in local.people : person.email => person }

  tenant = "fabrikam"
  email  = each.value.email
}
