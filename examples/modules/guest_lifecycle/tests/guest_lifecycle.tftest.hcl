# Runs on the emulator: `go test ./internal/scenarios -run OwnTestsOfModules` starts one
# whose tenant fabrikam has guests of each class, and fills in the provider block.

provider "multitenant" {}

variables {
  tenant = "fabrikam"
}

run "a_dry_run_lists" {
  command = plan

  assert {
    condition     = length(multitenant_guest_departure.this) == 0
    error_message = "A dry run has departures."
  }
  assert {
    condition     = join(" ", sort([for guest in values(output.report) : "${guest.address}:${join("+", guest.classes)}"])) == "idle@contoso.example:inactive invited@contoso.example:pending never@contoso.example:never_signed_in vip@partner.example:inactive"
    error_message = "The report is ${jsonencode(output.report)}."
  }
  assert {
    condition     = length(output.remind) == 0
    error_message = "Without remind_after_days a guest is reminded."
  }
}

run "exemptions_and_reminders" {
  command = plan

  variables {
    exempt_domains    = ["Partner.example"]
    exempt_addresses  = ["Never@contoso.example"]
    remind_after_days = 10
  }
  assert {
    condition     = join(" ", sort([for guest in values(output.report) : guest.address])) == "idle@contoso.example invited@contoso.example"
    error_message = "The report is ${jsonencode(output.report)}."
  }
  assert {
    condition     = join(" ", values(output.remind)) == "fresh@contoso.example"
    error_message = "The guests to remind are ${jsonencode(output.remind)}."
  }
}

run "too_many" {
  command = plan

  variables {
    dry_run     = false
    max_users   = 3
    max_percent = 100
  }
  expect_failures = [output.departures]
}

run "too_large_a_share" {
  command = plan

  variables {
    dry_run     = false
    max_percent = 50
  }
  expect_failures = [output.departures]
}

# A guest that is disabled is not deleted. The deletion of too many guests takes days, and
# is tested in internal/scenarios.
run "no_deletion_is_due" {
  command = plan

  variables {
    dry_run               = false
    max_percent           = 100
    max_deletions         = 0
    max_deletions_percent = 0
  }
  assert {
    condition     = length(multitenant_guest_departure.this) == 4
    error_message = "The departures are ${jsonencode(keys(multitenant_guest_departure.this))}."
  }
}
