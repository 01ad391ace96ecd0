# Runs on the emulator: `go test ./internal/scenarios -run OwnTestsOfModules` starts
# one with these tenants, and writes them into the provider block.

provider "multitenant" {}

variables {
  owner        = "contoso"
  display_name = "Contoso Group"
  tenants = {
    contoso  = { tenant_id = "11111111-1111-4111-8111-111111111111" }
    fabrikam = { tenant_id = "22222222-2222-4222-8222-222222222222", display_name = "Fabrikam" }
  }
}

run "both_tenants_are_active" {
  variables {
    template = {}
  }
  assert {
    condition     = output.ok && length(output.findings) == 0
    error_message = "The check finds ${jsonencode(output.findings)}, and the tenants are ${jsonencode(output.tenants)}."
  }
  assert {
    condition     = output.tenants["11111111-1111-4111-8111-111111111111"].role == "owner" && output.tenants["22222222-2222-4222-8222-222222222222"].role == "member"
    error_message = "The roles are ${jsonencode(output.tenants)}."
  }
  assert {
    condition     = join(" ", keys(multitenant_organization_template.this)) == "contoso fabrikam"
    error_message = "The templates are those of ${join(", ", keys(multitenant_organization_template.this))}."
  }
}

run "second_plan_changes_nothing" {
  command = plan

  variables {
    template = {}
  }
  assert {
    condition     = output.ok
    error_message = "The next apply would change the organization."
  }
}

run "an_owner_that_is_no_tenant" {
  command = plan

  variables {
    owner = "northwind"
  }
  expect_failures = [multitenant_organization.this]
}

run "one_tenant" {
  command = plan

  variables {
    tenants = { contoso = { tenant_id = "11111111-1111-4111-8111-111111111111" } }
  }
  expect_failures = [var.tenants]
}
