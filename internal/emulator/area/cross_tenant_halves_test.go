package area_test

import (
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/invitation"
)

// A half that a partner lacks is inherited from the default, in the block of either
// side.
func TestHalvesAreInherited(t *testing.T) {
	t.Parallel()
	const other = "99999999-9999-4999-8999-999999999999"
	everybody, nothing := target(allowed, allUsers, targetUser), target(blocked, allApplications, targetApplication)
	noUser := target(blocked, allUsers, targetUser)
	one := target(allowed, other, targetApplication)
	tests := []struct {
		name              string
		partner, defaults map[string]any
		want              bool
	}{
		{"users of a closed default", map[string]any{"usersAndGroups": everybody}, everything(blocked), false},
		{"applications of a closed default", map[string]any{"applications": one}, everything(blocked), false},
		{"nothing of a closed default", map[string]any{}, everything(blocked), false},
		{"users of an open default", map[string]any{"usersAndGroups": everybody}, everything(allowed), true},
		{"applications of an open default", map[string]any{"applications": one}, everything(allowed), true},
		{"no user, open default", map[string]any{"usersAndGroups": noUser}, everything(allowed), false},
		{"no application of an open default", map[string]any{"applications": nothing}, everything(allowed), false},
		{"a default of one half", map[string]any{}, map[string]any{"applications": one}, true},
		{"whole", everything(allowed), everything(blocked), true},
	}
	for _, tt := range tests {
		for block, tenant := range map[string]string{"b2bCollaborationInbound": contosoID, "b2bCollaborationOutbound": fabrikamID} {
			t.Run(tt.name+", "+block, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t, nil)
				partner := map[string]string{contosoID: fabrikamID, fabrikamID: contosoID}[tenant]
				if err := updateDefault(w, tenant, map[string]any{block: tt.defaults}); err != nil {
					t.Fatal(err)
				}
				if _, err := createPartner(w, tenant, map[string]any{"tenantId": partner, block: tt.partner}); err != nil {
					t.Fatal(err)
				}
				_, err := invitation.Invite(w, contosoID, to("ana@fabrikam.example"), inviter)
				if (err == nil) != tt.want {
					t.Errorf("got %v", err)
				}
			})
		}
	}
}
