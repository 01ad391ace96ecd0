# Runs on the emulator: `go test ./internal/scenarios -run OwnTestsOfModules` starts one
# with these tenants, and writes them into the provider block.

provider "multitenant" {}

variables {
  tenants = {
    contoso  = { tenant_id = "11111111-1111-4111-8111-111111111111", domains = ["contoso.example"] }
    fabrikam = { tenant_id = "22222222-2222-4222-8222-222222222222", domains = ["fabrikam.example"] }
  }
  people = [
    { email = "Ana.Ruiz@contoso.example", job_title = "Controller" },
    { email = "ben.ito@fabrikam.example", share_as = "address_book_only" },
  ]
}

run "everybody_is_in_the_other_address_book" {
  assert {
    condition     = join(" ", keys(output.users)) == "contoso/ben.ito@fabrikam.example fabrikam/ana.ruiz@contoso.example"
    error_message = "The users are ${join(", ", keys(output.users))}."
  }
  assert {
    condition     = alltrue([for user in output.users : user.visible && user.recipient_type == "GuestMailUser"])
    error_message = "The address books do not show ${jsonencode(output.users)}."
  }
  assert {
    condition     = output.ok == null && length(output.findings) == 0
    error_message = "Without free_busy nothing is checked."
  }
}

run "members_in_the_recommended_order" {
  variables {
    share_as = "member"
  }
  assert {
    condition     = join(" ", keys(multitenant_guest_user_type.this)) == "fabrikam/ana.ruiz@contoso.example"
    error_message = "Members are ${join(", ", keys(multitenant_guest_user_type.this))}."
  }
  assert {
    condition     = output.users["fabrikam/ana.ruiz@contoso.example"].visible
    error_message = "Ana is hidden."
  }
}

run "second_plan_changes_nothing" {
  command = plan

  variables {
    share_as = "member"
  }
  assert {
    condition     = alltrue([for user in output.users : length(user.user_id) == 36])
    error_message = "A user would be replaced."
  }
}

run "free_busy_in_both_directions" {
  variables {
    free_busy = "times"
  }
  assert {
    condition     = output.ok && length(output.findings) == 0
    error_message = "The check finds ${jsonencode(output.findings)}."
  }
  assert {
    condition     = join(" ", keys(multitenant_m365_capabilities.this)) == "contoso/fabrikam fabrikam/contoso"
    error_message = "The capabilities are those of ${join(", ", keys(multitenant_m365_capabilities.this))}."
  }
}

run "unknown_way_to_share" {
  command = plan

  variables {
    people = [{ email = "kim@contoso.example", share_as = "contact" }]
  }
  expect_failures = [var.people]
}

run "unknown_level" {
  command = plan

  variables {
    free_busy = "everything"
  }
  expect_failures = [var.free_busy]
}
