# Runs on the emulator with tenants.json, see the README of the module.

run "applied" {
  assert {
    condition     = keys(output.edges) == [for s in ["bank", "insurance", "leasing", "realty", "services"] : "${s}->headquarters"]
    error_message = "The edges are ${join(", ", keys(output.edges))}."
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

run "the_holding_no_longer_trusts_devices_of_realty" {
  module {
    source = "../../tests/elsewhere"
  }
  variables {
    tenant        = "headquarters"
    partner       = "realty"
    inbound_trust = { is_mfa_accepted = true, is_hybrid_azure_ad_joined_device_accepted = true }
  }
}

run "found_in_the_target" {
  command = plan
  plan_options {
    mode = refresh-only
  }
  expect_failures = [check.edges]

  assert {
    condition     = join("\n", output.findings) == "MT064 realty->headquarters target headquarters inboundTrust.isCompliantDeviceAccepted"
    error_message = join("\n", output.findings)
  }
}

run "reverted" {
  assert {
    condition     = output.ok
    error_message = join("\n", output.findings)
  }
}

run "leasing_requires_consent" {
  module {
    source = "../../tests/elsewhere"
  }
  variables {
    tenant                 = "leasing"
    partner                = "headquarters"
    automatic_user_consent = { inbound_allowed = false, outbound_allowed = false }
  }
}

run "found_in_the_source" {
  command = plan
  plan_options {
    mode = refresh-only
  }
  expect_failures = [check.edges]

  assert {
    condition     = join("\n", output.findings) == "MT065 leasing->headquarters source leasing automaticUserConsentSettings.outboundAllowed"
    error_message = join("\n", output.findings)
  }
}

run "reverted_again" {
  assert {
    condition     = output.ok
    error_message = join("\n", output.findings)
  }
}
