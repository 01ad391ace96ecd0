package guest

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// sayWhoIsThere names the user that a creation continues or adopts instead of
// inviting one: a plan only shows that a resource is created.
func (g *gathering) sayWhoIsThere(diags *diag.Diagnostics) {
	users, _ := g.facts.Users.Get()
	aliases, _ := g.facts.Aliases.Get()
	for _, h := range aliases {
		users = append(users, h.User)
	}
	for _, u := range users {
		switch {
		case u.External && u.Unfinished:
			diags.AddAttributeWarning(path.Root("email"), "User of an interrupted apply will be continued", fmt.Sprintf(
				"Tenant %q has %s, invited less than an hour ago and equal to this configuration. An interrupted apply"+
					" leaves such a user; the next one continues it, without another invitation or mail. As for any user that"+
					" this resource invites, a destroy deletes the user unless on_destroy is set.",
				g.resource.Key, g.known(u)))
		case u.External && g.facts.OnExisting == existingAdopt:
			diags.AddAttributeWarning(path.Root("email"), "Existing user will be adopted", fmt.Sprintf(
				"Tenant %q has %s. The user is neither invited nor mailed; configured profile attributes are written, and a destroy keeps"+
					" the user unless on_destroy is set.%s", g.resource.Key, g.known(u), blocked(u)))
		}
	}
}

// known describes an external user of the tenant.
func (g *gathering) known(u rules.User) string {
	return fmt.Sprintf("%s as an external user already: %s (%s, %s, %s)", g.facts.Email, u.UserPrincipalName, u.ID, u.UserType, orNone(u.State))
}

func blocked(u rules.User) string {
	if !u.Blocked {
		return ""
	}
	return " The account is blocked from signing in, and stays blocked unless account_enabled is true."
}
