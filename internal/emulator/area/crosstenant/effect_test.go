package crosstenant

import (
	"strings"
	"testing"
)

// Ids of users and groups are compared ignoring case.
func TestTargetsMatchInAnyCase(t *testing.T) {
	t.Parallel()
	const ana = "ABCDEF00-0000-4000-8000-000000000001"
	user := targetName{ana, targetUser}
	group := targetName{ana, targetGroup}
	tests := []struct {
		name string
		n    targetName
		p    Person
		want bool
	}{
		{"user", user, Person{ID: strings.ToLower(ana)}, true},
		{"group", group, Person{ID: "x", Groups: []string{strings.ToLower(ana)}}, true},
		{"user for a group", user, Person{ID: "x", Groups: []string{ana}}, false},
		{"group for a user", group, Person{ID: ana}, false},
		{"unknown user", user, Person{}, false},
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
