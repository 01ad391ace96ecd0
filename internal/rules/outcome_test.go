package rules_test

import (
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// The six rows of the mail-contact table, in its order.
func TestOutcomeOfTheMailContactTable(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		existing    rules.Existing
		arrival     rules.Arrival
		outcome     string
		mailEnabled bool
		refused     bool
	}{
		{"none", "Member", "member", false, false},
		{"none", "Guest", "guest", true, false},
		{"mail_contact", "Member", "conflict", false, true},
		{"mail_contact", "Guest", "guest", false, false},
		{"mail_enabled_guest", "mail_contact", "conflict", false, true},
		{"mail_enabled_member", "mail_contact", "conflict", false, true},
	} {
		got, ok := rules.Outcome(row.existing, row.arrival)
		if !ok || got.Outcome != row.outcome || got.MailEnabled != row.mailEnabled || (got.Error != "") != row.refused {
			t.Errorf("%s meets %s: %+v, %v", row.arrival, row.existing, got, ok)
		}
	}
}

// Every combination has an outcome, and errors are conflicts.
func TestOutcomeIsTotal(t *testing.T) {
	t.Parallel()
	for _, existing := range rules.ExistingStates() {
		for _, arrival := range rules.Arrivals() {
			got, ok := rules.Outcome(existing, arrival)
			if !ok || got.Outcome == "" {
				t.Errorf("no answer to %s meets %s", arrival, existing)
			}
			if (got.Error != "") != (got.Outcome == rules.OutcomeConflict) || got.Error != "" && got.MailEnabled {
				t.Errorf("%s meets %s: %+v contradicts itself", arrival, existing, got)
			}
		}
	}
	for _, c := range []struct {
		existing rules.Existing
		arrival  rules.Arrival
	}{{"", "Guest"}, {"none", ""}, {"none", "guest"}, {"NONE", "Guest"}} {
		if _, ok := rules.Outcome(c.existing, c.arrival); ok {
			t.Errorf("%q meets %q has an answer", c.arrival, c.existing)
		}
	}
}
