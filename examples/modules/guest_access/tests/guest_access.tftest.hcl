# Runs on the emulator: `go test ./internal/resources/guest -run GuestAccess`
# starts one with the tenants contoso, fabrikam and northwind, and sets
# var.tenants. For a manual run set TF_VAR_tenants.

provider "multitenant" {
  tenants = var.tenants
}

variables {
  resource_tenants = ["fabrikam", "contoso"]
  domains          = { contoso = ["Contoso.example"], fabrikam = ["fabrikam.example"] }
  people = [
    { email = "Ana.Ruiz@contoso.example", job_title = "Controller" },
    { email = "ben.ito@fabrikam.example" },
    { email = "kim@partner.example" },
  ]
}

run "all_people_except_at_home" {
  assert {
    condition     = join(" ", keys(output.user_ids.fabrikam)) == "ana.ruiz@contoso.example kim@partner.example"
    error_message = "Fabrikam has ${join(", ", keys(output.user_ids.fabrikam))}."
  }
  assert {
    condition     = join(" ", keys(output.user_ids.contoso)) == "ben.ito@fabrikam.example kim@partner.example"
    error_message = "Contoso has ${join(", ", keys(output.user_ids.contoso))}."
  }
  assert {
    condition     = multitenant_b2b_invitation.this["fabrikam/ana.ruiz@contoso.example"].job_title == "Controller"
    error_message = "The profile is not set."
  }
}

# An object id known at plan time belongs to an existing user.
run "second_plan_replaces_no_user" {
  command = plan

  assert {
    condition     = length(flatten([for people in values(output.user_ids) : [for id in values(people) : lower(id)]])) == 4
    error_message = "A guest is missing."
  }
  assert {
    condition     = alltrue([for access in multitenant_b2b_invitation.this : length(access.user_id) == 36])
    error_message = "A user would be replaced."
  }
}

run "home_tenant_without_a_domain" {
  command = plan

  variables {
    people = [{ email = "kim@partner.example", home_tenant = "contoso" }]
  }
  assert {
    condition     = join(" ", keys(multitenant_b2b_invitation.this)) == "fabrikam/kim@partner.example"
    error_message = "Kim was invited to Kim's home tenant."
  }
}

# Without home tenants, every person is invited everywhere, and the plan reports
# the refused invitations.
run "home_tenants_unknown" {
  command = plan

  variables {
    domains = {}
    people  = [{ email = "kim@partner.example" }]
  }
  assert {
    condition     = join(" ", keys(multitenant_b2b_invitation.this)) == "contoso/kim@partner.example fabrikam/kim@partner.example"
    error_message = "The keys are ${join(", ", keys(multitenant_b2b_invitation.this))}."
  }
}

run "two_tenants_with_one_domain" {
  command = plan

  variables {
    domains = { contoso = ["contoso.example"], fabrikam = ["CONTOSO.example"] }
  }
  expect_failures = [var.domains]
}

# An empty id, as from a CSV file, counts as unset.
run "id_is_the_key" {
  command = plan

  variables {
    people = [
      { email = "Leo@partner.example", id = "BBBBBBBB-0000-4000-8000-000000000001" },
      { email = "mia@partner.example", id = "" },
    ]
  }
  assert {
    condition = join(" ", keys(multitenant_b2b_invitation.this)) == join(" ", [
      "contoso/bbbbbbbb-0000-4000-8000-000000000001", "contoso/mia@partner.example",
      "fabrikam/bbbbbbbb-0000-4000-8000-000000000001", "fabrikam/mia@partner.example",
    ])
    error_message = "The keys are ${join(", ", keys(multitenant_b2b_invitation.this))}."
  }
}

run "same_id_twice" {
  command = plan

  variables {
    people = [
      { email = "leo@partner.example", id = "bbbbbbbb-0000-4000-8000-000000000001" },
      { email = "mia@partner.example", id = "BBBBBBBB-0000-4000-8000-000000000001" },
    ]
  }
  expect_failures = [var.people]
}

run "same_person_twice" {
  command = plan

  variables {
    people = [{ email = "kim@partner.example" }, { email = "Kim@Partner.example" }]
  }
  expect_failures = [var.people]
}
