package tfkit

import (
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
)

// UserNames are the names of a user in an import id, which UserName distinguishes.
const UserNames = "the object id, user principal name or email address"

// UserName returns the name of a user in an import, with its kind.
func UserName(who string) inspect.UserName {
	kind := inspect.Address
	switch {
	case IsGUID(who):
		kind = inspect.ObjectID
	case strings.Contains(strings.ToUpper(who), "#EXT#"):
		kind = inspect.UserPrincipalName
	}
	return inspect.UserName{Kind: kind, Text: who}
}
