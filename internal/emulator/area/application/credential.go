package application

import (
	"regexp"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// The values of SignInAudience.
const (
	singleTenant = "AzureADMyOrg"
	multiTenant  = "AzureADMultipleOrgs"
)

// MultiTenant reports whether users of any tenant may sign in to the application
// through the endpoints that name no tenant.
func (a *Application) MultiTenant() bool { return a.SignInAudience == multiTenant }

var (
	// permissionName is the format of Graph's and Exchange's permissions. Unknown
	// names are accepted and grant nothing.
	permissionName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]*(\.[A-Za-z0-9-]+)+$`)
	// delegatedName is a permission with an optional API before it.
	delegatedName = regexp.MustCompile(`^([^\s/][^\s]*/)?[A-Za-z][A-Za-z0-9._-]*$`)
)

// checkSignIn completes the sign-in settings of an application of a seed.
func (a *Application) checkSignIn(n *kernel.Node) error {
	if a.DisplayName == "" {
		a.DisplayName = "Application " + a.ClientID[:strings.IndexByte(a.ClientID, '-')]
	}
	for _, p := range a.Permissions {
		if !permissionName.MatchString(p) {
			return n.Fail("permissions: %q is not the name of a permission, such as User.Read.All", p)
		}
	}
	for _, p := range a.DelegatedPermissions {
		if !delegatedName.MatchString(p) {
			return n.Fail("delegated_permissions: %q is not the name of a permission, such as User.Read or api://00000000-0000-0000-0000-000000000000/access", p)
		}
	}
	switch a.SignInAudience {
	case "":
		a.SignInAudience = singleTenant
	case singleTenant, multiTenant:
	default:
		return n.Fail("sign_in_audience: %q is neither %s nor %s", a.SignInAudience, singleTenant, multiTenant)
	}
	return nil
}
