package area_test

import (
	"slices"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/invitation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// The effective permissions are the intersection of the application's and the
// user's.
func TestDelegated(t *testing.T) {
	t.Parallel()
	roles := func(names ...string) []string {
		var ids []string
		for _, n := range names {
			ids = append(ids, roleID(n))
		}
		return ids
	}
	tests := []struct {
		name          string
		scopes, roles []string
		has, lacks    []string
	}{
		{"everything", []string{directory.AccessAsUser, "User.ReadWrite.All"}, roles("Global Administrator"), []string{"User.ReadWrite.All", "Directory.ReadWrite.All", "User.Invite.All"}, []string{"Policy.Read.All"}},
		{"only what is in scope", []string{"User.Read.All"}, roles("Global Administrator"), []string{"User.Read.All"}, []string{"User.ReadWrite.All", "User.Invite.All", "Directory.ReadWrite.All"}},
		{"policies in scope", []string{"Policy.Read.All"}, roles("Global Administrator"), []string{"Policy.Read.All"}, []string{"User.ReadBasic.All"}},
		{"role for users", []string{directory.AccessAsUser, "User.ReadWrite.All", "Policy.Read.All"}, roles("User Administrator"), []string{"User.ReadWrite.All", "User.Invite.All"}, []string{"Policy.Read.All", "Directory.ReadWrite.All"}},
		{"no role", []string{directory.AccessAsUser, "User.ReadWrite.All"}, nil, []string{"User.Invite.All", "User.ReadBasic.All"}, []string{"User.ReadWrite.All", "User.Read.All"}},
		{"no scope", []string{"openid"}, roles("Global Administrator"), nil, []string{"User.Invite.All", "User.ReadBasic.All"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a := directory.Delegated("app", "user", tt.scopes, tt.roles)
			for _, p := range tt.has {
				if !a.Has(p) {
					t.Errorf("lacks %s in %v", p, a.Permissions)
				}
			}
			if a.Has(tt.lacks...) {
				t.Errorf("has one of %v in %v", tt.lacks, a.Permissions)
			}
		})
	}
}

// Users may invite by the tenant's policy (graph-identity §1.4).
func TestUsersWhoInvite(t *testing.T) {
	t.Parallel()
	settings := []string{invitation.InvitesFromNobody, invitation.InvitesFromInviters, invitation.InvitesFromMembers, invitation.InvitesFromEveryone}
	tests := map[string]struct {
		role    string
		guest   bool
		allowed []string
	}{
		"guest inviter": {"Guest Inviter", false, settings[1:]},
		"administrator": {"Global Administrator", false, settings[1:]},
		"member":        {"", false, settings[2:]},
		"guest":         {"", true, settings[3:]},
	}
	for name, tt := range tests {
		for _, from := range settings {
			w := newWorld(t, nil)
			user := truth(t, w, contosoID, adminID)
			if tt.guest {
				user = invited(t, w, contosoID, "ana@fabrikam.example")
			}
			policy(map[string]any{"allowInvitesFrom": from})(t, w)
			var roles []string
			if tt.role != "" {
				roles = []string{roleID(tt.role)}
			}
			_, err := invitation.Invite(w, contosoID, to("bo@partner.example"), directory.Delegated("app", user.ID, []string{"User.ReadWrite.All"}, roles))
			if (err == nil) != slices.Contains(tt.allowed, from) {
				t.Errorf("%s under %s: %v", name, from, err)
			}
		}
	}
}

// An administrator can reset the redemption of a user with a directory role; an
// application without a user cannot (graph-identity §1.3).
func TestResetOfRoleHolder(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	u := invited(t, w, contosoID, "ana@fabrikam.example")
	look(t, w, contosoID, func(d *kernel.Directory) {
		(*directory.Roles.In(d))[roleID("Helpdesk Administrator")] = []string{u.ID}
	})
	reset := invitation.Invitation{EmailAddress: "ana@fabrikam.example", ResetRedemption: true, UserID: u.ID}
	_, err := invitation.Invite(w, contosoID, reset, inviter)
	wantFault(t, err, 403, refusal.CodeDenied, "Insufficient")
	scopes := []string{"User.ReadWrite.All"}
	_, err = invitation.Invite(w, contosoID, reset, directory.Delegated("app", adminID, scopes, nil))
	wantFault(t, err, 403, refusal.CodeDenied, "Insufficient")
	if _, err := invitation.Invite(w, contosoID, reset, directory.Delegated("app", adminID, scopes, []string{roleID("Global Administrator")})); err != nil {
		t.Error(err)
	}
}
