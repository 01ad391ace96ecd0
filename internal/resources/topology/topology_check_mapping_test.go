package topology_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// mapped is a configuration for Fabrikam whose job has a schema.
func mapped(users, groups acctest.Object) acctest.Object {
	running := job("Active", "Active")
	running["schema"] = acctest.SyncSchema(users, groups, nil)
	return changed(acctest.Object{"job": running})
}

// TestMappingsOfSync reports what a job maps: users that it does not create, and
// settings about groups that contradict each other.
func TestMappingsOfSync(t *testing.T) {
	t.Parallel()
	off, on := acctest.Object{"enabled": false}, acctest.Object{"enabled": true}
	everybody := mapped(nil, on)
	secrets, _ := everybody["secrets"].(acctest.Object)
	secrets["SyncAll"] = "true"
	idle := changed(acctest.Object{"displayName": "Idle", "job": job("Disabled", "Paused")})
	const (
		users  = "MT066 error source contoso [synchronization schema: mapping of users]"
		groups = "MT076 warn source contoso [synchronization schema: mapping of groups]"
		policy = "MT076 warn target fabrikam [identitySynchronization.groupSyncInbound.isSyncAllowed]"
		all    = "MT076 warn source contoso [synchronization secrets: SyncAll]"
		second = "MT076 warn source contoso [synchronization configuration: second one]"
	)
	for name, test := range map[string]struct {
		configurations []acctest.Object
		groups         bool
		want           []string
		ok             bool
	}{
		"users":                                {[]acctest.Object{mapped(nil, nil)}, false, nil, true},
		"users that are not mapped":            {[]acctest.Object{mapped(off, nil)}, false, []string{users}, false},
		"users that are not created":           {[]acctest.Object{mapped(acctest.Object{"flowTypes": "Update, Delete"}, nil)}, false, []string{users}, false},
		"users that are not deleted":           {[]acctest.Object{mapped(acctest.Object{"flowTypes": "Add, Update"}, nil)}, false, nil, true},
		"users and groups":                     {[]acctest.Object{mapped(nil, on)}, true, nil, true},
		"groups that are not mapped":           {[]acctest.Object{mapped(nil, off)}, true, []string{groups}, true},
		"groups that are not allowed":          {[]acctest.Object{mapped(nil, on)}, false, []string{policy}, true},
		"groups while every user is in scope":  {[]acctest.Object{everybody}, true, []string{all}, true},
		"two configurations":                   {[]acctest.Object{mapped(nil, nil), changed(acctest.Object{"displayName": "Another"})}, false, []string{second}, true},
		"two configurations, one of them idle": {[]acctest.Object{mapped(nil, nil), idle}, false, nil, true},
		"the configuration that maps users is judged": {
			[]acctest.Object{mapped(off, nil), changed(acctest.Object{"displayName": "Another"})}, false, []string{second}, true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := synchronized(test.configurations...)
			partners, _ := e.Tenant(acctest.Fabrikam).CrossTenantAccess["partners"].([]acctest.Object)
			partners[0]["identitySynchronization"] = acctest.Object{
				"userSyncInbound": acctest.Object{"isSyncAllowed": true}, "groupSyncInbound": acctest.Object{"isSyncAllowed": test.groups},
			}
			state := started(t, e).read(full())
			expect(t, "findings", rows(state["findings"], "code", "severity", "side", "tenant", "settings"), test.want...)
			expect(t, "unchecked", rows(state["unchecked"], "what"))
			if state["ok"] != test.ok {
				t.Errorf("ok is %v, want %v", state["ok"], test.ok)
			}
			for _, text := range append(rows(state["findings"], "summary"), rows(state["findings"], "remedy")...) {
				if !strings.Contains(text, `"Sync"`) && !strings.Contains(text, `"Another"`) {
					t.Errorf("no configuration is named in %q", text)
				}
			}
		})
	}
}

// TestMappingThatCannotBeRead leaves only what follows from the mapping unchecked.
func TestMappingThatCannotBeRead(t *testing.T) {
	t.Parallel()
	c := started(t, connected())
	c.world.Fault(wire.Fault{Service: wire.Graph, Path: "/servicePrincipals/*/synchronization/jobs/*/schema", Status: http.StatusForbidden})
	state := c.read(full())
	expect(t, "findings", rows(state["findings"], "code"))
	expect(t, "unchecked", rows(state["unchecked"], "side", "tenant", "what"),
		"source contoso synchronization schema: mapping of users", "source contoso synchronization schema: mapping of groups")
}
