package rules_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// guardedBy is a started synchronization with a threshold.
func guardedBy(limit int, changes ...func(*synced)) synced {
	return synchronization("fabrikam", append([]func(*synced){func(s *synced) {
		s.ID, s.ThresholdValue, s.SyncAll = "sp-1", rules.Known(limit), rules.Known(false)
	}}, changes...)...)
}

// TestScopeLoss: a loss below the threshold is no finding, and one that meets it is.
func TestScopeLoss(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		sync    synced
		leaving int
		found   bool
	}{
		"none leaves":        {guardedBy(0), 0, false},
		"below":              {guardedBy(500), 499, false},
		"met":                {guardedBy(500), 500, true},
		"exceeded":           {guardedBy(500), 501, true},
		"a threshold of one": {guardedBy(1), 1, true},
		"zero":               {guardedBy(0), 1, true},
		"no threshold":       {guardedBy(1, func(s *synced) { s.DeleteThreshold = rules.Known(false) }), 9, false},
		"no job":             {guardedBy(1, func(s *synced) { s.Job = nil }), 9, false},
		"paused":             {guardedBy(1, func(s *synced) { s.Job = &rules.SyncJob{Template: "Azure2Azure"} }), 9, true},
		"all users in scope": {guardedBy(1, func(s *synced) { s.SyncAll = rules.Known(true) }), 9, false},
		"scope not known":    {guardedBy(1, func(s *synced) { s.SyncAll = rules.Fact[bool]{} }), 9, true},
		"threshold hidden":   {guardedBy(1, func(s *synced) { s.DeleteThreshold = rules.Unread[bool](rules.SecretsMasked) }), 9, false},
		"value not known":    {guardedBy(1, func(s *synced) { s.ThresholdValue = rules.Unread[int](errors.New("garbled")) }), 9, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var losses rules.ScopeLosses
			found := losses.Check(rules.ScopeLoss{Source: scopeTenant, Synchronization: test.sync, Subject: `group "a"`, Leaving: test.leaving})
			if got := len(found) == 1 && found[0].Code == rules.ScopeShrinks; got != test.found || len(found) > 1 {
				t.Errorf("found %+v", found)
			}
		})
	}
}

// TestScopeLossesAdd: the resources of a plan count together, each once, and for one
// synchronization of one tenant.
func TestScopeLossesAdd(t *testing.T) {
	t.Parallel()
	var losses rules.ScopeLosses
	check := func(tenant rules.Tenant, id, subject string, leaving int) []rules.Finding {
		sync := guardedBy(5)
		sync.ID = id
		return losses.Check(rules.ScopeLoss{Source: tenant, Synchronization: sync, Subject: subject, Leaving: leaving})
	}
	other := rules.Tenant{Key: "fabrikam", ID: "22222222-2222-4222-8222-222222222222"}
	for _, step := range []struct {
		found []rules.Finding
		want  int
	}{
		{check(scopeTenant, "sp-1", "group a", 3), 0},
		{check(scopeTenant, "sp-1", "group a", 3), 0},
		{check(scopeTenant, "sp-2", "group a", 3), 0},
		{check(other, "sp-1", "group b", 3), 0},
		{check(scopeTenant, "SP-1", "group b", 2), 1},
		{check(scopeTenant, "sp-1", "group a", 2), 0},
	} {
		if len(step.found) != step.want {
			t.Errorf("found %+v, want %d", step.found, step.want)
		}
	}
	found := check(scopeTenant, "sp-1", "group c", 4)
	if len(found) != 1 || !strings.Contains(found[0].Detail, "and 8 together with group a, group b") || !strings.Contains(found[0].Detail, "takes 4 users") {
		t.Errorf("found %+v", found)
	}
	if !slices.Equal(codesOf(found), []rules.Code{"MT054"}) || found[0].Severity != rules.Error {
		t.Errorf("found %+v", found)
	}
}
