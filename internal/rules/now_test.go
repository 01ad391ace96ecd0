package rules_test

import (
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// TestCurrentSettings: a setting that the invitation waits for is judged by its
// planned value. Any other setting may be changed by the same configuration: it is
// an error only if an entry explicitly blocks the user.
func TestCurrentSettings(t *testing.T) {
	t.Parallel()
	inbound := func(origin rules.Origin, awaited bool) func(*facts) {
		return func(f *facts) {
			f.Inbound = rules.Ruling{Verdict: rules.Refused, Origin: origin, Awaited: awaited}
		}
	}
	clouds := func(here, there bool) func(*facts) {
		return func(f *facts) {
			f.Home.Cloud = "usgovernment"
			f.ResourceClouds.Awaited, f.HomeClouds.Awaited = here, there
		}
	}
	for name, c := range map[string]struct {
		change   func(*facts)
		severity rules.Severity
		now      bool
	}{
		"no entry across clouds":          {inbound(rules.FromNowhere, false), rules.Warn, true},
		"an entry that stays away":        {inbound(rules.FromNowhere, true), rules.Error, false},
		"the default":                     {inbound(rules.FromDefault, false), rules.Warn, true},
		"the default, awaited":            {inbound(rules.FromDefault, true), rules.Error, false},
		"an entry":                        {inbound(rules.FromPartner, false), rules.Error, true},
		"an entry, awaited":               {inbound(rules.FromPartner, true), rules.Error, false},
		"clouds":                          {clouds(false, false), rules.Warn, true},
		"clouds, one of two awaited":      {clouds(true, false), rules.Warn, true},
		"clouds, both awaited":            {clouds(true, true), rules.Error, false},
		"clouds that never work together": {func(f *facts) { f.Home.Cloud, f.Resource.Cloud = "usgovernment", "china" }, rules.Error, false},
	} {
		f := fine()
		c.change(&f)
		found := rules.CheckInvitation(f)
		if judged := (rules.Severities{}).Judge(found); len(judged) != 1 || judged[0].Severity != c.severity {
			t.Errorf("%s: judged %+v", name, judged)
		}
		if len(found) != 1 || found[0].Severity != rules.Error || strings.Contains(found[0].Remedy, "after = [") != c.now {
			t.Errorf("%s: found %+v", name, found)
		}
		chosen := rules.Severities{rules.AccessBlocked: rules.Error, rules.CloudsApart: rules.Error}
		if judged := chosen.Judge(found); len(judged) != 1 || judged[0].Severity != rules.Error {
			t.Errorf("%s: a configuration that says error gets %+v", name, judged)
		}
	}
}

// TestSharedNowAndThen: a current setting and a planned one are different facts.
func TestSharedNowAndThen(t *testing.T) {
	t.Parallel()
	found := func(awaited bool) string {
		f := fine()
		f.Inbound = rules.Ruling{Verdict: rules.Refused, Origin: rules.FromPartner, ForAll: true, Awaited: awaited}
		return rules.CheckInvitation(f)[0].Shared
	}
	if found(true) == found(false) {
		t.Errorf("both are %q", found(true))
	}
}
