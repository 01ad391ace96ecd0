package rules_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

var scopeTenant = rules.Tenant{Key: "contoso", ID: "11111111-1111-4111-8111-111111111111"}

// codesOf lists the codes of findings.
func codesOf(found []rules.Finding) []rules.Code {
	var codes []rules.Code
	for _, f := range found {
		codes = append(codes, f.Code)
	}
	return codes
}

func TestCheckScopeGroup(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		facts rules.ScopeGroupFacts
		want  []rules.Code
		says  string
	}{
		"nothing known": {},
		"guarded": {facts: rules.ScopeGroupFacts{
			Owners: rules.Known(rules.MostOwners), Restricted: rules.Known(true), Nested: rules.Known([]string{}),
		}},
		"owners": {
			facts: rules.ScopeGroupFacts{Owners: rules.Known(3)}, want: []rules.Code{rules.ManyOwners}, says: "Each owner can add",
		},
		"owners in a restricted unit": {
			facts: rules.ScopeGroupFacts{Owners: rules.Known(3), Restricted: rules.Known(true)}, want: []rules.Code{rules.ManyOwners},
			says: "In the restricted unit",
		},
		"no unit": {
			facts: rules.ScopeGroupFacts{Restricted: rules.Known(false)}, want: []rules.Code{rules.GroupUnrestricted},
			says: "is in no restricted",
		},
		"a unit that is not restricted": {
			facts: rules.ScopeGroupFacts{Restricted: rules.Known(false), Unit: "Sales"}, want: []rules.Code{rules.GroupUnrestricted},
			says: "would be in administrative unit Sales",
		},
		"nested": {
			facts: rules.ScopeGroupFacts{Nested: rules.Known([]string{"g-1", "g-2"})}, want: []rules.Code{rules.GroupsNested}, says: "g-1, g-2.",
		},
		"many nested": {
			facts: rules.ScopeGroupFacts{Nested: rules.Known(strings.Split(strings.Repeat("g ", 11)+"g", " "))}, want: []rules.Code{rules.GroupsNested},
			says: "and 2 more",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test.facts.Tenant, test.facts.Group = scopeTenant, "Everyone"
			found := rules.CheckScopeGroup(test.facts)
			if got := codesOf(found); !slices.Equal(got, test.want) {
				t.Fatalf("found %v, want %v", got, test.want)
			}
			if text := fmt.Sprint(found); !strings.Contains(text, test.says) {
				t.Errorf("%s does not say %q", text, test.says)
			}
		})
	}
}

func TestCheckGroupName(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		ids  rules.Fact[[]string]
		want int
	}{
		"unknown": {}, "none": {ids: rules.Known([]string{})}, "one": {rules.Known([]string{"g-1"}), 1},
	} {
		if found := rules.CheckGroupName(scopeTenant, "Everyone", test.ids); len(found) != test.want {
			t.Errorf("%s: %v", name, found)
		}
	}
	if found := rules.CheckGroupMove(scopeTenant, "Everyone"); !slices.Equal(codesOf(found), []rules.Code{rules.GroupReplaced}) {
		t.Errorf("a move is %v", found)
	}
}

// TestScopeGroups finds a group on both sides of a plan, in any order.
func TestScopeGroups(t *testing.T) {
	t.Parallel()
	other := rules.Tenant{Key: "fabrikam", ID: "22222222-2222-4222-8222-222222222222"}
	for name, test := range map[string]struct {
		plan func(*rules.ScopeGroups) []rules.Finding
		want int
	}{
		"deleted first": {func(s *rules.ScopeGroups) []rules.Finding {
			return append(s.Delete(scopeTenant, "Everyone"), s.Create(scopeTenant, "everyone")...)
		}, 1},
		"created first": {func(s *rules.ScopeGroups) []rules.Finding {
			return append(s.Create(scopeTenant, "Everyone"), s.Delete(scopeTenant, "Everyone")...)
		}, 1},
		"other tenants": {func(s *rules.ScopeGroups) []rules.Finding {
			return append(s.Create(scopeTenant, "Everyone"), s.Delete(other, "Everyone")...)
		}, 0},
		"other names": {func(s *rules.ScopeGroups) []rules.Finding {
			return append(s.Create(scopeTenant, "Everyone"), s.Delete(scopeTenant, "Sales")...)
		}, 0},
		"twice on one side": {func(s *rules.ScopeGroups) []rules.Finding {
			return append(s.Create(scopeTenant, "Everyone"), s.Create(scopeTenant, "Everyone")...)
		}, 0},
	} {
		if found := test.plan(&rules.ScopeGroups{}); len(found) != test.want {
			t.Errorf("%s: %v", name, found)
		}
	}
}
