locals {
  # One row per user and tenant, as exported from an HR system. An empty cell
  # means no value.
  who_works_where = [
    for row in csvdecode(file("${path.module}/who-works-where.csv")) : { for column, cell in row : column => cell != "" ? cell : null }
  ]
}

data "multitenant_tenant" "estate" {
  for_each = toset(local.estate.tenants[*].key)

  tenant = each.key
}

# All users who work in another tenant than their own, in one resource: across
# three tenants and two clouds, in both directions.
resource "multitenant_b2b_invitation" "colleague" {
  for_each = { for row in local.who_works_where : "${row.works_in}/${lower(row.email)}" => row }

  tenant = each.value.works_in
  email  = each.value.email

  display_name   = each.value.display_name
  job_title      = each.value.job_title
  department     = each.value.department
  company_name   = data.multitenant_tenant.estate[each.value.home].display_name
  usage_location = each.value.usage_location
}
