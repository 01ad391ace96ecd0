package synchronization

import (
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

const idA, idB, idC = "aaaaaaaa-0000-4000-8000-000000000001", "bbbbbbbb-0000-4000-8000-000000000002", "cccccccc-0000-4000-8000-000000000003"

// TestRefresh: what the state does not have stays away, except after an import.
func TestRefresh(t *testing.T) {
	t.Parallel()
	assigned := graph.Group{ID: "G", DisplayName: "Scope", MailNickname: "scope"}
	dynamic := graph.Group{ID: "G", DisplayName: "Scope", GroupTypes: []string{"DynamicMembership"}, MembershipRule: "r"}
	paused := graph.Group{ID: "G", DisplayName: "Scope", MembershipRule: "r"}
	scope := graph.Scope{Members: graph.Members{Users: []string{idA, idB}, Groups: []string{idC}}, Count: 3, Owners: []string{idC}}
	exclusive, additive := types.BoolValue(true), types.BoolValue(false)
	for name, test := range map[string]struct {
		state   scopeGroupModel
		group   graph.Group
		members []string // nil for null
		rule    string
	}{
		"import":                 {scopeGroupModel{}, assigned, []string{idA, idB, idC}, ""},
		"import of a rule":       {scopeGroupModel{}, dynamic, nil, "r"},
		"exclusive":              {scopeGroupModel{ExclusiveMembers: exclusive, Members: tfkit.NewIDSet([]string{idA})}, assigned, []string{idA, idB, idC}, ""},
		"additive":               {scopeGroupModel{ExclusiveMembers: additive, Members: tfkit.NewIDSet([]string{idA})}, assigned, []string{idA}, ""},
		"unmanaged":              {scopeGroupModel{ExclusiveMembers: exclusive}, dynamic, nil, ""},
		"made dynamic by hand":   {scopeGroupModel{ExclusiveMembers: exclusive, Members: tfkit.NewIDSet([]string{idA})}, dynamic, []string{idA, idB, idC}, "r"},
		"a rule that was paused": {scopeGroupModel{ExclusiveMembers: exclusive, MembershipRule: types.StringValue("r")}, paused, nil, ""},
	} {
		m := test.state
		m.RestrictedUnit = types.ObjectNull(unitTypes)
		m.refresh(t.Context(), test.group, scope)
		if got := m.Members.IDs(); m.Members.IsNull() != (test.members == nil) || !slices.Equal(got, test.members) && len(test.members) > 0 {
			t.Errorf("%s: the members are %v, null %t", name, got, m.Members.IsNull())
		}
		if m.MembershipRule.ValueString() != test.rule || m.GroupID.ValueString() != "g" || m.ExclusiveMembers.IsNull() {
			t.Errorf("%s: the state is %+v", name, m)
		}
	}
}

// TestChange sends what differs, and converts the kind of membership.
func TestChange(t *testing.T) {
	t.Parallel()
	dynamic := graph.Group{DisplayName: "Scope", MailNickname: "scope", GroupTypes: []string{"DynamicMembership"}, MembershipRule: "r"}
	model := func(change func(*scopeGroupModel)) scopeGroupModel {
		m := scopeGroupModel{DisplayName: types.StringValue("Scope"), MailNickname: types.StringValue("scope")}
		change(&m)
		return m
	}
	rule, none, cleared := "s", "", ""
	for name, test := range map[string]struct {
		model scopeGroupModel
		want  graph.GroupChange
	}{
		"nothing":     {model(func(*scopeGroupModel) {}), graph.GroupChange{}},
		"a name":      {model(func(m *scopeGroupModel) { m.DisplayName = types.StringValue("New") }), graph.GroupChange{DisplayName: "New"}},
		"a rule":      {model(func(m *scopeGroupModel) { m.MembershipRule = types.StringValue(rule) }), graph.GroupChange{Rule: &rule}},
		"members":     {model(func(m *scopeGroupModel) { m.Members = tfkit.NewIDSet(nil) }), graph.GroupChange{Rule: &none}},
		"description": {model(func(m *scopeGroupModel) { m.Description = types.StringValue("") }), graph.GroupChange{}},
		"unknown":     {model(func(m *scopeGroupModel) { m.Description, m.MailNickname = types.StringUnknown(), types.StringUnknown() }), graph.GroupChange{}},
	} {
		got := test.model.change(dynamic)
		if got.DisplayName != test.want.DisplayName || !samePointer(got.Rule, test.want.Rule) || !samePointer(got.Description, test.want.Description) {
			t.Errorf("%s: %+v", name, got)
		}
	}
	m := model(func(m *scopeGroupModel) { m.Description = types.StringValue("") })
	if got := m.change(graph.Group{DisplayName: "Scope", MailNickname: "scope", Description: "Old"}); !samePointer(got.Description, &cleared) {
		t.Errorf("a description is not cleared: %+v", got)
	}
}

func samePointer(a, b *string) bool { return (a == nil) == (b == nil) && (a == nil || *a == *b) }

// TestFirst derives the nickname that Graph requires.
func TestFirst(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"sync-scope": "sync-scope", "Users (Fabrikam, UK)": "Users-Fabrikam-UK", "同期": "sync-scope",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	} {
		m := scopeGroupModel{DisplayName: types.StringValue(name)}
		if got := m.first(); got.MailNickname != want || got.DisplayName != name {
			t.Errorf("%s: %+v", name, got)
		}
	}
}
