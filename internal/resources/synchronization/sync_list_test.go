package synchronization_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

const syncKind = "multitenant_cross_tenant_sync"

// TestListedSyncs: the configurations of a source, also those without a job or for a
// tenant that the provider lacks, with the state that their import has.
func TestListedSyncs(t *testing.T) {
	t.Parallel()
	const elsewhere = "99999999-0000-4000-8000-000000000009"
	e := withSync(2, acctest.Object{"schedule": acctest.Object{"state": "Active"}, "status": acctest.Object{"code": "Active"}}, acctest.Object{
		"SyncNotificationSettings": acctest.Object{"Enabled": true, "Recipients": "idm@contoso.example", "DeleteThresholdEnabled": true, "DeleteThresholdValue": 500},
	})
	contoso := e.Tenant(acctest.Contoso)
	contoso.Synchronizations = append(contoso.Synchronizations, acctest.Object{
		"id": "50000000-0000-4000-8000-000000000002", "displayName": "Elsewhere", "secrets": acctest.Object{"CompanyId": elsewhere},
	})
	w := acctest.Start(t, e)
	p := w.Protocol(t, nil)
	list := func(limit int64, config map[string]any) (names []string, states []map[string]any) {
		for _, r := range p.List(t, syncKind, limit, config) {
			acctest.Silent(t, r.Diagnostics)
			state, _ := acctest.Decode(t, p.Schemas.ResourceSchemas[syncKind].ValueType(), r.Resource).(map[string]any)
			names, states = append(names, r.DisplayName), append(states, state)
		}
		return names, states
	}
	for want, config := range map[string]map[string]any{
		"Elsewhere, To Fabrikam": {"source": "contoso"},
		"Elsewhere":              {"source": "contoso", "target_tenant_id": elsewhere},
		"":                       {"source": "fabrikam"},
	} {
		if names, _ := list(10, config); strings.Join(names, ", ") != want {
			t.Errorf("%v lists %q, want %q", config, names, want)
		}
	}
	if names, _ := list(1, map[string]any{"source": "contoso"}); len(names) != 1 {
		t.Errorf("a limit of one lists %q", names)
	}
	_, states := list(10, map[string]any{"source": "contoso"})
	for i, want := range []map[string]any{
		{"target": elsewhere, "target_tenant_id": elsewhere, "source": "contoso"},
		{
			"id": acctest.ContosoID + "/" + principalID, "source": "contoso", "target": "fabrikam", "tenant": "contoso", "scope": "assigned",
			"status": "started", "notification_email": "idm@contoso.example", "on_destroy": "keep", "delete_out_of_scope": true, "groups": false,
		},
	} {
		if err := acctest.Members(states[i], want); err != nil {
			t.Error(err)
		}
	}
}

// TestSyncListRefusals: a wrong tenant and a missing permission are named.
func TestSyncListRefusals(t *testing.T) {
	t.Parallel()
	e := limited()
	app := &e.Tenant(acctest.Fabrikam).Applications[0]
	app.Permissions = slices.DeleteFunc(app.Permissions, func(p string) bool { return p == "Application.Read.All" })
	p := acctest.Start(t, e).Protocol(t, nil)
	for want, config := range map[string]map[string]any{
		"tailspin":             {"source": "tailspin"},
		"Application.Read.All": {"source": "fabrikam"},
	} {
		results := p.List(t, syncKind, 10, config)
		if len(results) != 1 || len(results[0].Diagnostics) != 1 || !strings.Contains(fmt.Sprint(*results[0].Diagnostics[0]), want) {
			t.Errorf("%v lists %+v", config, results)
		}
	}
}
