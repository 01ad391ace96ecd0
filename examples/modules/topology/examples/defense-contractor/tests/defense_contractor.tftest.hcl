# Runs on the emulator with tenants.json, see the README of the module.

run "applied" {
  assert {
    condition     = keys(output.edges) == ["commercial->defense", "defense->commercial"]
    error_message = "The edges are ${join(", ", keys(output.edges))}."
  }
  assert {
    condition     = { for email, person in multitenant_b2b_invitation.colleague : email => person.tenant } == local.people
    error_message = "A guest is missing in the other tenant."
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

run "the_defense_tenant_no_longer_trusts_devices" {
  module {
    source = "../../tests/elsewhere"
  }
  variables {
    tenant        = "defense"
    partner       = "commercial"
    inbound_trust = { is_mfa_accepted = true }
  }
}

run "found_in_the_target" {
  command = plan
  plan_options {
    mode = refresh-only
  }
  expect_failures = [check.edges]

  assert {
    condition     = join("\n", output.findings) == "MT064 commercial->defense target defense inboundTrust.isCompliantDeviceAccepted"
    error_message = join("\n", output.findings)
  }
}

run "reverted" {
  assert {
    condition     = output.ok
    error_message = join("\n", output.findings)
  }
}

run "the_commercial_tenant_requires_consent" {
  module {
    source = "../../tests/elsewhere"
  }
  variables {
    tenant                 = "commercial"
    partner                = "defense"
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
    condition     = join("\n", output.findings) == "MT065 commercial->defense source commercial automaticUserConsentSettings.outboundAllowed"
    error_message = join("\n", output.findings)
  }
}

run "reverted_again" {
  assert {
    condition     = output.ok
    error_message = join("\n", output.findings)
  }
}
