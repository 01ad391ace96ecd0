package crosstenant

import (
	"testing"
)

func half(access string, names ...targetName) *targets { return &targets{access, names} }

var (
	g1    = targetName{"90000000-0000-4000-8000-000000000001", targetGroup}
	a1    = targetName{"90000000-0000-4000-8000-0000000000a1", targetApplication}
	every = targetName{allUsers, targetUser}
	apps  = targetName{allApplications, targetApplication}
)

// The interpretation table of graph-cross-tenant §1.7, evaluated for access to at
// least one application.
func TestPermits(t *testing.T) {
	t.Parallel()
	inside, outside := Person{ID: "x", Groups: []string{g1.name}}, Person{ID: "y"}
	tests := []struct {
		name             string
		s                setting
		inGroup, outside bool
	}{
		{"allowed g1, allowed all", setting{half(accessAllowed, g1), half(accessAllowed, apps)}, true, false},
		{"allowed all, allowed a1", setting{half(accessAllowed, every), half(accessAllowed, a1)}, true, true},
		{"allowed g1, blocked a1", setting{half(accessAllowed, g1), half(accessBlocked, a1)}, true, false},
		{"blocked g1, blocked all", setting{half(accessBlocked, g1), half(accessBlocked, apps)}, false, true},
		{"blocked g1, allowed a1", setting{half(accessBlocked, g1), half(accessAllowed, a1)}, false, true},
		{"blocked g1, blocked a1", setting{half(accessBlocked, g1), half(accessBlocked, a1)}, true, true},
		{"blocked all, blocked all", setting{half(accessBlocked, every), half(accessBlocked, apps)}, false, false},
		{"nothing said", setting{}, true, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := tt.s.permits(inside); got != tt.inGroup {
				t.Errorf("in the group: %v", got)
			}
			if got := tt.s.permits(outside); got != tt.outside {
				t.Errorf("outside: %v", got)
			}
		})
	}
}
