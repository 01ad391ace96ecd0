package area_test

import (
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/invitation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// The display name of a user without a name in the invitation is a setting; a name
// in the invitation is always kept (graph-identity §1.1).
func TestDerivedDisplayName(t *testing.T) {
	t.Parallel()
	tests := map[settings.DerivedName]any{settings.NameFromLocalPart: "ana.ruiz", settings.NameFromAddress: "ana.ruiz@partner.example", settings.NoName: nil}
	for derived, want := range tests {
		t.Run(string(derived), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, func(o *kernel.Options) {
				o.Settings = settings.With(func(s *settings.Settings) { s.DerivedDisplayName = derived })
			})
			name, _ := directory.Users.Class.Property("displayName")
			if got := name.Get(invited(t, w, contosoID, "ana.ruiz@partner.example")); got != want {
				t.Errorf("got %v, want %v", got, want)
			}
			named := to("bo@partner.example")
			named.DisplayName = "Bo"
			outcome, err := invitation.Invite(w, contosoID, named, inviter)
			if err != nil {
				t.Fatal(err)
			}
			if got := name.Get(truth(t, w, contosoID, outcome.UserID)); got != "Bo" {
				t.Errorf("named: got %v", got)
			}
		})
	}
}
