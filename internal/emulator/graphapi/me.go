package graphapi

import (
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// ownSegments replaces /me by the user of the token.
func ownSegments(segments []string, userID string) (replaced []string, me bool) {
	if len(segments) == 0 || !strings.EqualFold(segments[0], "me") {
		return segments, false
	}
	return slices.Concat([]string{"users", userID}, segments[1:]), true
}

func noUser() *refusal.Error {
	return refusal.New(400, "BadRequest", "/me request is only valid with delegated authentication flow.")
}

// readUsers are the permissions of a user who reads its own object.
const readUsers = "User.Read.All"

// aboutItself reports whether the signed-in user reads its own object with a
// permission for that, as /me, by its id or by its name.
func (a *API) aboutItself(m match, c Caller) bool {
	if m.row == nil || c.UserID == "" || !slices.ContainsFunc(m.row.Own, func(s string) bool { return slices.Contains(c.Scopes, s) }) {
		return false
	}
	key := m.params["id"]
	return strings.EqualFold(key, c.UserID) || a.table.users != nil && a.isNamed(key, c)
}

// isNamed reports whether the user of a token currently has the name.
func (a *API) isNamed(name string, c Caller) bool {
	v, err := a.table.users.Object(a.config.World.Truth(), c.TenantID, name)
	return err == nil && a.table.users.IDOf(v) == c.UserID
}
