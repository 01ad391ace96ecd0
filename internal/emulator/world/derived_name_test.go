package world

import "testing"

// What a user is called whose invitation has no name is a setting; a name of the
// invitation is kept always (field-audit §3.9).
func TestDerivedDisplayName(t *testing.T) {
	t.Parallel()
	tests := map[DerivedName]any{NameFromLocalPart: "ana.ruiz", NameFromAddress: "ana.ruiz@partner.example", NoName: nil}
	for derived, want := range tests {
		t.Run(string(derived), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, func(o *Options) {
				o.Settings = SettingsWith(func(s *Settings) { s.DerivedDisplayName = derived })
			})
			name, _ := UserProperty("displayName")
			if got := name.Get(invited(t, w, contosoID, "ana.ruiz@partner.example")); got != want {
				t.Errorf("got %v, want %v", got, want)
			}
			named := invitation("bo@partner.example")
			named.DisplayName = "Bo"
			outcome, err := w.Invite(contosoID, named, inviter)
			if err != nil {
				t.Fatal(err)
			}
			if got := name.Get(truth(t, w, contosoID, outcome.UserID)); got != "Bo" {
				t.Errorf("named: got %v", got)
			}
		})
	}
}
