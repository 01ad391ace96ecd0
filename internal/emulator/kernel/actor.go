package kernel

import (
	"slices"
	"strings"
)

// Actor is the application behind a call, and its signed-in user, if any: the
// granted permissions and the directory roles in the token.
type Actor struct {
	AppID string
	// UserID is empty for application-only calls.
	UserID string
	// PrincipalID is the object id of the user, or of the application's service
	// principal.
	PrincipalID    string
	Permissions    []string
	DirectoryRoles []string // role template ids
}

// Has reports whether one of the permissions is granted. "A and B" takes both.
func (a Actor) Has(permissions ...string) bool {
	return slices.ContainsFunc(permissions, func(p string) bool {
		for one := range strings.SplitSeq(p, " and ") {
			if !slices.Contains(a.Permissions, one) {
				return false
			}
		}
		return true
	})
}
