# Runs on the emulator: `go test ./internal/scenarios -run OwnTestsOfModules` starts
# one with these tenants, and writes them into the provider block.

provider "multitenant" {}

variables {
  tenants = {
    contoso   = { tenant_id = "11111111-1111-4111-8111-111111111111" }
    northwind = { tenant_id = "33333333-3333-4333-8333-333333333333", cloud = "usgovernment" }
  }
  allow_list = ["displayName"]
  on_destroy = "remove"
  edges = {
    "contoso->northwind" = {
      scope       = { all_users = true }
      attributes  = { display_name = { from = "displayName", suffix = " (Contoso)" } }
      withhold_if = { attribute = "extensionAttribute7", equals = "ITAR" }
      leave       = { max_percent = 100 }
      preview     = true
    }
  }
}

run "preview_before_the_first_user" {
  command = plan

  assert {
    condition     = multitenant_guest_sync.this["contoso->northwind"].withhold_if.unreadable == "abort"
    error_message = "An unreadable attribute does not stop the sync."
  }
}

# Ada and Mona cross; Ivy is withheld.
run "users_cross_both_borders" {
  assert {
    condition     = output.syncs["contoso->northwind"].people == 2 && output.syncs["contoso->northwind"].refused == 0
    error_message = "The sync has ${jsonencode(output.syncs)}."
  }
  assert {
    condition     = output.ok && length(output.findings) == 0
    error_message = "The check finds ${jsonencode(output.findings)}."
  }
}

run "second_plan_changes_nothing" {
  command = plan

  assert {
    condition     = output.syncs["contoso->northwind"].people == 2
    error_message = "The next run changes ${jsonencode(output.syncs)}."
  }
}

run "a_property_that_is_not_allowed" {
  command = plan

  variables {
    allow_list = ["department"]
  }
  expect_failures = [multitenant_guest_sync.this]
}

run "a_departure_in_one_step" {
  command = plan

  variables {
    edges = {
      "contoso->northwind" = {
        scope       = { all_users = true }
        attributes  = {}
        withhold_if = null
        leave       = { after_days = 0 }
      }
    }
  }
  expect_failures = [var.edges]
}

run "three_tenants" {
  command = plan

  variables {
    tenants = {
      contoso   = { tenant_id = "11111111-1111-4111-8111-111111111111" }
      fabrikam  = { tenant_id = "22222222-2222-4222-8222-222222222222" }
      northwind = { tenant_id = "33333333-3333-4333-8333-333333333333", cloud = "usgovernment" }
    }
  }
  expect_failures = [var.tenants]
}
