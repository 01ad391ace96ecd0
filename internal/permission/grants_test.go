package permission_test

import (
	"slices"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/permission"
)

// The emulator knows by itself which permission a call takes
// (internal/emulator/msgraph/routes.go). These tests run the real CLI against it
// with applications that have exactly what the tables say, and with less.

// cast says which tenants stand at a place.
type cast map[permission.Place][]string

// grant is a permission in a tenant.
type grant struct{ tenant, permission string }

// grants are all that the needs say, each once.
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

// only gives the applications of all tenants exactly these permissions.
func only(t *testing.T, w *acctest.World, all []grant) {
	t.Helper()
	for key, id := range map[string]string{
		acctest.Contoso: acctest.ContosoID, acctest.Fabrikam: acctest.FabrikamID, acctest.Northwind: acctest.NorthwindID,
	} {
		var permissions []string
		for _, g := range all {
			if g.tenant == key {
				permissions = append(permissions, g.permission)
			}
		}
		if err := application.SetPermissions(w.World, id, acctest.ClientID(key), permissions); err != nil {
			t.Fatal(err)
		}
	}
}

// says reports whether the CLI has said the parts in this order.
func says(out string, parts ...string) bool { return acctest.Message(parts...).MatchString(out) }
