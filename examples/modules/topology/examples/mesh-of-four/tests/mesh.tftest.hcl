# Runs on the emulator with tenants.json, as the README of the module says.

run "applied" {
  assert {
    condition     = length(output.edges) == 12
    error_message = "The edges are ${join(", ", keys(output.edges))}."
  }
  assert {
    condition     = output.ok && length(output.findings) == 0
    error_message = join("\n", output.findings)
  }
}

# While anything is still to be changed, what the tenants will say is not known,
# and an assertion about it fails.
run "planned_empty" {
  command = plan

  assert {
    condition     = output.ok
    error_message = join("\n", output.findings)
  }
}

run "fabrikam_lets_nobody_of_tailspin_be_synchronized" {
  module {
    source = "../../tests/elsewhere"
  }
  variables {
    tenant                   = "fabrikam"
    partner                  = "tailspin"
    identity_synchronization = { user_sync_allowed = false }
  }
}

run "found_in_the_target" {
  command = plan
  plan_options {
    mode = refresh-only
  }
  expect_failures = [check.edges]

  assert {
    condition     = join("\n", output.findings) == "MT066 tailspin->fabrikam target fabrikam identitySynchronization.userSyncInbound.isSyncAllowed"
    error_message = join("\n", output.findings)
  }
}

run "mended" {
  assert {
    condition     = output.ok
    error_message = join("\n", output.findings)
  }
}

run "contoso_has_its_people_asked_for_consent_in_northwind" {
  module {
    source = "../../tests/elsewhere"
  }
  variables {
    tenant                 = "contoso"
    partner                = "northwind"
    automatic_user_consent = { inbound_allowed = true, outbound_allowed = false }
  }
}

run "found_in_the_source" {
  command = plan
  plan_options {
    mode = refresh-only
  }
  expect_failures = [check.edges]

  assert {
    condition     = join("\n", output.findings) == "MT065 contoso->northwind source contoso automaticUserConsentSettings.outboundAllowed"
    error_message = join("\n", output.findings)
  }
}

run "mended_again" {
  assert {
    condition     = output.ok
    error_message = join("\n", output.findings)
  }
}
