# Runs on the emulator with tenants.json, see the README of the module.

run "applied" {
  assert {
    condition     = length(output.edges) == 12
    error_message = "The edges are ${join(", ", keys(output.edges))}."
  }
  assert {
    condition     = alltrue([for sync in values(output.synchronizations.configurations) : sync.status == "started"]) && length(output.synchronizations.configurations) == 12
    error_message = "The synchronizations are ${jsonencode(output.synchronizations.configurations)}."
  }
  assert {
    condition     = join(" ", keys(output.synchronizations.groups)) == "contoso fabrikam northwind tailspin"
    error_message = "The groups are ${jsonencode(output.synchronizations.groups)}."
  }
  assert {
    condition     = output.ok && length(output.findings) == 0
    error_message = join("\n", output.findings)
  }
}

# Until all changes are applied, the settings of the tenants are unknown, and an
# assertion about them fails.
run "planned_empty" {
  command = plan

  assert {
    condition     = output.ok
    error_message = join("\n", output.findings)
  }
}

run "fabrikam_blocks_synchronization_from_tailspin" {
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

run "reverted" {
  assert {
    condition     = output.ok
    error_message = join("\n", output.findings)
  }
}

run "contoso_requires_consent_in_northwind" {
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

run "reverted_again" {
  assert {
    condition     = output.ok
    error_message = join("\n", output.findings)
  }
}
