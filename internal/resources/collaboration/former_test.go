package collaboration

import (
	"context"
	"maps"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
)

// memory is a private state in memory.
type memory map[string][]byte

func (m memory) GetKey(_ context.Context, key string) ([]byte, diag.Diagnostics) { return m[key], nil }

func (m memory) SetKey(_ context.Context, key string, value []byte) diag.Diagnostics {
	m[key] = value
	return nil
}

// formerVersion1 is the record in existing states. A change of this text requires a
// new version.
const formerVersion1 = `{"version":1,"value":{"settings":{"allowEmailVerifiedUsersToJoinOrganization":false,` +
	`"allowInvitesFrom":"everyone","guestUserRoleId":null}}}`

var formerly = graph.Settings{"allowInvitesFrom": "everyone", "guestUserRoleId": nil, "allowEmailVerifiedUsersToJoinOrganization": false}

func TestFormerSettings(t *testing.T) {
	t.Parallel()
	state := memory{}
	managed := graph.Settings{"allowInvitesFrom": "none", "guestUserRoleId": "r", "allowEmailVerifiedUsersToJoinOrganization": true}
	former := formerSettings{}.before(managed, formerly)
	// The value before the first change is kept after a second change.
	former = former.before(managed, graph.Settings{"allowInvitesFrom": "none"})
	if diags := formerRecord.Save(t.Context(), state, former); diags.HasError() {
		t.Fatal(diags)
	}
	if got := string(state["former"]); got != formerVersion1 {
		t.Errorf("written as\n%s\nwant\n%s", got, formerVersion1)
	}
	var diags diag.Diagnostics
	read := formerRecord.Load(t.Context(), memory{"former": []byte(formerVersion1)}, &diags)
	if change := read.change(managed); diags.HasError() || !maps.Equal(change, formerly) {
		t.Errorf("read as %v, %v", change, diags)
	}
	if change := read.change(graph.Settings{"allowInvitesFrom": "Everyone", "allowEmailVerifiedUsersToJoinOrganization": false}); len(change) != 0 {
		t.Errorf("restoring what is there changes %v", change)
	}
}

func TestSettings(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		model externalModel
		want  graph.Settings
	}{
		"nothing": {externalModel{}, graph.Settings{}},
		"unknown": {externalModel{AllowInvitesFrom: types.StringUnknown(), EmailJoin: types.BoolUnknown()}, graph.Settings{}},
		"everything": {
			externalModel{
				AllowInvitesFrom: types.StringValue("none"), GuestUserRole: types.StringValue("restrictedGuestUser"),
				EmailSignUp: types.BoolValue(false), EmailJoin: types.BoolValue(true),
			},
			graph.Settings{
				"allowInvitesFrom": "none", "guestUserRoleId": "2af84b1e-32c8-42b7-82bc-daa82404023b",
				"allowedToSignUpEmailBasedSubscriptions": false, "allowEmailVerifiedUsersToJoinOrganization": true,
			},
		},
		"a role without a name": {externalModel{GuestUserRole: types.StringValue("some-id")}, graph.Settings{"guestUserRoleId": "some-id"}},
	} {
		got := configured(c.model.settings())
		if !maps.Equal(got, c.want) {
			t.Errorf("%s is sent as %v, want %v", name, got, c.want)
		}
		var back externalModel
		refresh(back.settings(), got)
		if again := configured(back.settings()); !maps.Equal(again, c.want) {
			t.Errorf("%s is read back as %v", name, again)
		}
	}
	// Ids are compared without case.
	m := externalModel{}
	refresh(m.settings(), graph.Settings{"guestUserRoleId": "A0B1B346-4D3E-4E8B-98F8-753987BE4970"})
	if m.GuestUserRole.ValueString() != "user" || !m.AllowInvitesFrom.IsNull() || !m.EmailJoin.IsNull() {
		t.Errorf("the answer is read as %+v", m)
	}
}

// formerDomainsVersion1 is the record in existing states. A change of this text
// requires a new version.
const formerDomainsVersion1 = `{"version":1,"value":{"known":true,"created":false,"allowed":null,"blocked":["a.example"]}}`

func TestFormerDomains(t *testing.T) {
	t.Parallel()
	state := memory{}
	former := formerDomains{}.before(graph.DomainPolicy{ID: "p", Lists: graph.DomainLists{Blocked: []string{"a.example"}}})
	// The list before the first change is kept after a second change.
	former = former.before(graph.DomainPolicy{})
	if diags := formerDomainsRecord.Save(t.Context(), state, former); diags.HasError() {
		t.Fatal(diags)
	}
	if got := string(state["former"]); got != formerDomainsVersion1 {
		t.Errorf("written as\n%s\nwant\n%s", got, formerDomainsVersion1)
	}
	var diags diag.Diagnostics
	read := formerDomainsRecord.Load(t.Context(), memory{"former": []byte(formerDomainsVersion1)}, &diags)
	if diags.HasError() || !read.lists().Same(graph.DomainLists{Blocked: []string{"A.example"}}) {
		t.Errorf("read as %v, %v", read, diags)
	}
	if none := (formerDomains{}).before(graph.DomainPolicy{}); !none.Created || !none.Known {
		t.Errorf("a new policy is recorded as %+v", none)
	}
}
