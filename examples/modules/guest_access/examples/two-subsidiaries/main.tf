provider "multitenant" {
  tenants = var.tenants
}

# Fabrikam, a subsidiary, gives the group's auditors access for the duration of
# the audit.
module "audit" {
  source = "../.."

  resource_tenants = ["fabrikam"]
  people = [
    { email = "ana.ruiz@contoso.example", given_name = "Ana", surname = "Ruiz", job_title = "Auditor" },
    { email = "leo.maier@partner.example", company_name = "Partner" },
  ]
}

# Contoso, the other subsidiary, shares a project with Fabrikam. Users who leave
# the project are disabled, not deleted.
module "project" {
  source = "../.."

  resource_tenants = ["contoso", "fabrikam"]
  people = [
    # An empty cell means no value.
    for row in csvdecode(file("${path.module}/project.csv")) : { for column, cell in row : column => cell != "" ? cell : null }
  ]
  on_destroy = "disable"
}
