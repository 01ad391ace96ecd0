package kernel

import (
	"slices"
)

// Actor is the application behind a call, and the user for whom it acts, if any:
// the granted permissions and the directory roles, as the token carries them.
type Actor struct {
	AppID string
	// UserID is empty when the application acts for itself.
	UserID         string
	Permissions    []string
	DirectoryRoles []string // role template ids
}

// Has says whether one of the permissions is granted.
func (a Actor) Has(permissions ...string) bool {
	return slices.ContainsFunc(permissions, func(p string) bool { return slices.Contains(a.Permissions, p) })
}
