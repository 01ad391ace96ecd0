package topology_test

import (
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/topology"
)

// TestWhatIsSoNow: what the invitation waits for is judged as it will be. What it
// does not wait for may be changed by the same configuration: it is an error only
// where an entry decides against the person.
func TestWhatIsSoNow(t *testing.T) {
	t.Parallel()
	inbound := func(origin topology.Origin, awaited bool) func(*facts) {
		return func(f *facts) {
			f.Inbound = topology.Ruling{Verdict: topology.Refused, Origin: origin, Awaited: awaited}
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
		severity topology.Severity
		now      bool
	}{
		"no entry across clouds":          {inbound(topology.FromNowhere, false), topology.Warn, true},
		"an entry that stays away":        {inbound(topology.FromNowhere, true), topology.Error, false},
		"the default":                     {inbound(topology.FromDefault, false), topology.Warn, true},
		"the default, awaited":            {inbound(topology.FromDefault, true), topology.Error, false},
		"an entry":                        {inbound(topology.FromPartner, false), topology.Error, true},
		"an entry, awaited":               {inbound(topology.FromPartner, true), topology.Error, false},
		"clouds":                          {clouds(false, false), topology.Warn, true},
		"clouds, one of two awaited":      {clouds(true, false), topology.Warn, true},
		"clouds, both awaited":            {clouds(true, true), topology.Error, false},
		"clouds that never work together": {func(f *facts) { f.Home.Cloud, f.Resource.Cloud = "usgovernment", "china" }, topology.Error, false},
	} {
		f := fine()
		c.change(&f)
		found := topology.CheckInvitation(f)
		if judged := (topology.Severities{}).Judge(found); len(judged) != 1 || judged[0].Severity != c.severity {
			t.Errorf("%s: judged %+v", name, judged)
		}
		if len(found) != 1 || found[0].Severity != topology.Error || strings.Contains(found[0].Remedy, "after = [") != c.now {
			t.Errorf("%s: found %+v", name, found)
		}
		chosen := topology.Severities{topology.AccessBlocked: topology.Error, topology.CloudsApart: topology.Error}
		if judged := chosen.Judge(found); len(judged) != 1 || judged[0].Severity != topology.Error {
			t.Errorf("%s: a configuration that says error gets %+v", name, judged)
		}
	}
}

// TestSharedNowAndThen: what is so now is another fact than what will be so.
func TestSharedNowAndThen(t *testing.T) {
	t.Parallel()
	found := func(awaited bool) string {
		f := fine()
		f.Inbound = topology.Ruling{Verdict: topology.Refused, Origin: topology.FromPartner, ForAll: true, Awaited: awaited}
		return topology.CheckInvitation(f)[0].Shared
	}
	if found(true) == found(false) {
		t.Errorf("both are %q", found(true))
	}
}
