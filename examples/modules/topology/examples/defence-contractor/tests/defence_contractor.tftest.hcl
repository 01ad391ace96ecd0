# Runs on the emulator with tenants.json, as the README of the module says.

run "applied" {
  assert {
    condition     = keys(output.edges) == ["commercial->defence", "defence->commercial"]
    error_message = "The edges are ${join(", ", keys(output.edges))}."
  }
  assert {
    condition     = { for email, person in multitenant_b2b_invitation.colleague : email => person.tenant } == local.people
    error_message = "Somebody is missing on the other side."
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

run "the_defence_tenant_no_longer_trusts_devices" {
  module {
    source = "../../tests/elsewhere"
  }
  variables {
    tenant        = "defence"
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
    condition     = join("\n", output.findings) == "MT064 commercial->defence target defence inboundTrust.isCompliantDeviceAccepted"
    error_message = join("\n", output.findings)
  }
}

run "mended" {
  assert {
    condition     = output.ok
    error_message = join("\n", output.findings)
  }
}

run "the_commercial_tenant_has_its_people_asked_for_consent" {
  module {
    source = "../../tests/elsewhere"
  }
  variables {
    tenant                 = "commercial"
    partner                = "defence"
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
    condition     = join("\n", output.findings) == "MT065 commercial->defence source commercial automaticUserConsentSettings.outboundAllowed"
    error_message = join("\n", output.findings)
  }
}

run "mended_again" {
  assert {
    condition     = output.ok
    error_message = join("\n", output.findings)
  }
}
