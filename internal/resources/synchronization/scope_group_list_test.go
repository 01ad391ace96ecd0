package synchronization_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

const scopeGroupType = "multitenant_sync_scope_group"

// TestListedGroups: the groups that are assigned to synchronizations, with the state
// that their import has.
func TestListedGroups(t *testing.T) {
	t.Parallel()
	e := withSecond()
	contoso := e.Tenant(acctest.Contoso)
	const other = "50000000-0000-4000-8000-000000000002"
	contoso.Synchronizations = append(contoso.Synchronizations, acctest.Object{
		"id": other, "displayName": "Elsewhere", "secrets": acctest.Object{"CompanyId": acctest.NorthwindID}, "assignedTo": []any{"second", "e0@contoso.example"},
	})
	contoso.Groups = append(contoso.Groups, acctest.Object{"displayName": "Board", "mailNickname": "board", "mailEnabled": false, "securityEnabled": true})
	w := acctest.Start(t, e)
	p := w.Protocol(t, nil)
	for want, config := range map[string]map[string]any{
		"second sync-scope": {"tenant": "contoso"},
		"second":            {"tenant": "contoso", "service_principal_id": other},
		"":                  {"tenant": "fabrikam"},
	} {
		var names []string
		for _, r := range p.List(t, scopeGroupType, 10, config) {
			acctest.Silent(t, r.Diagnostics)
			names = append(names, r.DisplayName)
		}
		if strings.Join(names, " ") != want {
			t.Errorf("%v lists %q, want %q", config, names, want)
		}
	}
	if some := p.List(t, scopeGroupType, 1, map[string]any{"tenant": "contoso"}); len(some) != 1 {
		t.Errorf("a limit of one lists %d", len(some))
	}
	found := p.List(t, scopeGroupType, 10, map[string]any{"tenant": "contoso", "service_principal_id": principalID})[1]
	state := p.Adopt(t, scopeGroupType, found)
	ids, _ := state["members"].([]any)
	if err := acctest.Members(state, map[string]any{
		"id": acctest.ContosoID + "/" + groupID, "tenant": "contoso", "display_name": name, "on_destroy": "keep", "exclusive_members": true,
	}); err != nil || len(ids) != 6 {
		t.Errorf("the members are %v: %v", ids, err)
	}
}

// TestListRefusals: a wrong tenant, an application that synchronizes nothing, and a
// missing permission are named.
func TestListRefusals(t *testing.T) {
	t.Parallel()
	e := limited()
	app := &e.Tenant(acctest.Fabrikam).Applications[0]
	app.Permissions = slices.DeleteFunc(app.Permissions, func(p string) bool { return p == "Application.Read.All" })
	p := acctest.Start(t, e).Protocol(t, nil)
	for want, config := range map[string]map[string]any{
		"tailspin":             {"tenant": "tailspin"},
		"Application.Read.All": {"tenant": "fabrikam"},
		"404":                  {"tenant": "contoso", "service_principal_id": "99999999-0000-4000-8000-000000000009"},
	} {
		results := p.List(t, scopeGroupType, 10, config)
		if len(results) != 1 || len(results[0].Diagnostics) != 1 || !strings.Contains(fmt.Sprint(*results[0].Diagnostics[0]), want) {
			t.Errorf("%v lists %+v", config, results)
		}
	}
}
