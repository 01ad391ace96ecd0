provider "multitenant" {
  tenants = var.tenants
}

# Fabrikam, a subsidiary, lets the group's auditors in for as long as they
# audit.
module "audit" {
  source = "../.."

  resource_tenants = ["fabrikam"]
  people = [
    { email = "ana.ruiz@contoso.example", given_name = "Ana", surname = "Ruiz", job_title = "Auditor" },
    { email = "leo.maier@partner.example", company_name = "Partner" },
  ]
}

# Contoso, the other one, shares a project with Fabrikam. Nobody who leaves it is
# deleted, only locked out.
module "project" {
  source = "../.."

  resource_tenants = ["contoso", "fabrikam"]
  people = [
    # An empty cell stands for no value.
    for row in csvdecode(file("${path.module}/project.csv")) : { for column, cell in row : column => cell != "" ? cell : null }
  ]
  on_destroy = "disable"
}
