package world

import (
	"strings"
	"testing"
)

// Ids of people and groups are taken in any case.
func TestTargetsMatchInAnyCase(t *testing.T) {
	t.Parallel()
	const ana = "ABCDEF00-0000-4000-8000-000000000001"
	user := targetName{ana, targetUser}
	group := targetName{ana, targetGroup}
	tests := []struct {
		name string
		n    targetName
		p    person
		want bool
	}{
		{"user", user, person{id: strings.ToLower(ana)}, true},
		{"group", group, person{id: "x", groups: []string{strings.ToLower(ana)}}, true},
		{"user for a group", user, person{id: "x", groups: []string{ana}}, false},
		{"group for a user", group, person{id: ana}, false},
		{"nobody", user, person{}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := half(accessAllowed, tt.n).match(tt.p); got != tt.want {
				t.Errorf("got %v", got)
			}
		})
	}
}

// A half that a partner lacks is the default's, in the block of either side.
func TestHalvesAreInherited(t *testing.T) {
	t.Parallel()
	const other = "99999999-9999-4999-8999-999999999999"
	everybody, nothing := target(accessAllowed, allUsers, targetUser), target(accessBlocked, allApplications, targetApplication)
	nobody := target(accessBlocked, allUsers, targetUser)
	one := target(accessAllowed, other, targetApplication)
	tests := []struct {
		name              string
		partner, defaults map[string]any
		want              bool
	}{
		{"users of a closed default", map[string]any{"usersAndGroups": everybody}, everything(accessBlocked), false},
		{"applications of a closed default", map[string]any{"applications": one}, everything(accessBlocked), false},
		{"nothing of a closed default", map[string]any{}, everything(accessBlocked), false},
		{"users of an open default", map[string]any{"usersAndGroups": everybody}, everything(accessAllowed), true},
		{"applications of an open default", map[string]any{"applications": one}, everything(accessAllowed), true},
		{"nobody of an open default", map[string]any{"usersAndGroups": nobody}, everything(accessAllowed), false},
		{"no application of an open default", map[string]any{"applications": nothing}, everything(accessAllowed), false},
		{"a default of one half", map[string]any{}, map[string]any{"applications": one}, true},
		{"whole", everything(accessAllowed), everything(accessBlocked), true},
	}
	for _, tt := range tests {
		for block, tenant := range map[string]string{"b2bCollaborationInbound": contosoID, "b2bCollaborationOutbound": fabrikamID} {
			t.Run(tt.name+", "+block, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t, nil)
				partner := map[string]string{contosoID: fabrikamID, fabrikamID: contosoID}[tenant]
				if err := w.UpdateDefaultAccess(tenant, map[string]any{block: tt.defaults}); err != nil {
					t.Fatal(err)
				}
				if _, err := w.AddPartner(tenant, map[string]any{"tenantId": partner, block: tt.partner}); err != nil {
					t.Fatal(err)
				}
				_, err := w.Invite(contosoID, invitation("ana@fabrikam.example"), inviter)
				if (err == nil) != tt.want {
					t.Errorf("got %v", err)
				}
			})
		}
	}
}
