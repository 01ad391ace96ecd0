package permission_test

import (
	"slices"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/permission"
)

// The emulator has its own table of the permissions for each call (the areas'
// Served). These tests run the real CLI against it with applications that have
// exactly the permissions of the tables, and with fewer.

// cast are the tenants for each place.
type cast map[permission.Place][]string

// grant is a permission in a tenant.
type grant struct{ tenant, permission string }

// grants are all permissions that the needs list, without duplicates.
func (c cast) grants(needs ...permission.Need) []grant {
	var all []grant
	for _, n := range needs {
		for _, key := range c[n.In] {
			if g := (grant{key, n.Permission}); !slices.Contains(all, g) {
				all = append(all, g)
			}
		}
	}
	return all
}

func without(all []grant, missing grant) []grant {
	return slices.DeleteFunc(slices.Clone(all), func(g grant) bool { return g == missing })
}

// only grants the applications of all tenants exactly these permissions and roles.
func only(t *testing.T, w *acctest.World, all []grant) {
	t.Helper()
	for key, id := range map[string]string{
		acctest.Contoso: acctest.ContosoID, acctest.Fabrikam: acctest.FabrikamID, acctest.Northwind: acctest.NorthwindID,
	} {
		var permissions, roles []string
		for _, g := range all {
			switch {
			case g.tenant != key:
			case isRole(g.permission):
				roles = append(roles, g.permission)
			default:
				permissions = append(permissions, g.permission)
			}
		}
		if err := application.SetPermissions(w.World, id, acctest.ClientID(key), permissions); err != nil {
			t.Fatal(err)
		}
		if err := application.SetDirectoryRoles(w.World, id, acctest.ClientID(key), roles); err != nil {
			t.Fatal(err)
		}
	}
}

// isRole reports whether a permission is an Entra role.
func isRole(name string) bool {
	return slices.ContainsFunc(permission.EntraRoles(), func(r permission.EntraRole) bool { return r.Name == name })
}

// says reports whether the output of the CLI has the parts in this order.
func says(out string, parts ...string) bool { return acctest.Message(parts...).MatchString(out) }
