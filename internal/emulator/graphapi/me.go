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

// ownScopes are those that let a user read its whole profile (user-get).
var ownScopes = []string{
	"User.Read", "User.ReadWrite", "User.Read.All", "User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All", "Directory.AccessAsUser.All",
}

// ownPermissions are what reading oneself has besides: whatever the directory
// roles are, a scope is enough.
func ownPermissions(scopes []string) []string {
	if slices.ContainsFunc(scopes, func(s string) bool { return slices.Contains(ownScopes, s) }) {
		return []string{"User.Read.All"}
	}
	return nil
}
