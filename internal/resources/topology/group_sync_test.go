package topology_test

import (
	"net/http"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// admitting is the connected estate, in which Fabrikam's policy for Contoso allows
// or blocks groups.
func admitting(groups bool) *acctest.Estate {
	e := connected()
	partners, _ := e.Tenant(acctest.Fabrikam).CrossTenantAccess["partners"].([]acctest.Object)
	partners[0]["identitySynchronization"] = acctest.Object{
		"userSyncInbound": acctest.Object{"isSyncAllowed": false}, "groupSyncInbound": acctest.Object{"isSyncAllowed": groups},
	}
	return e
}

// TestUndeclaredGroupSynchronization finds the grant in beta, where a removed edge
// has left it.
func TestUndeclaredGroupSynchronization(t *testing.T) {
	t.Parallel()
	edge := declared("contoso", "fabrikam", "b2b_collaboration", "trust_mfa", "trust_compliant_device", "trust_hybrid_device", "auto_redeem", "direct_connect")
	for groups, want := range map[bool][]string{
		true: {"fabrikam contoso contoso->fabrikam identitySynchronization.groupSyncInbound.isSyncAllowed"}, false: nil,
	} {
		state := started(t, admitting(groups)).read(edge)
		expect(t, "undeclared", rows(state["undeclared"], "tenant", "partner", "edge", "setting"), want...)
		expect(t, "unchecked", rows(state["unchecked"], "what"))
	}
	if state := started(t, admitting(true)).read(full()); len(rows(state["undeclared"], "setting")) > 0 {
		t.Errorf("an edge with sync asks for it, and undeclared are %v", state["undeclared"])
	}
}

// TestGroupSynchronizationThatCannotBeRead leaves only this setting unchecked.
func TestGroupSynchronizationThatCannotBeRead(t *testing.T) {
	t.Parallel()
	c := started(t, admitting(true))
	c.world.Fault(wire.Fault{Service: wire.Graph, Path: "/beta/policies/crossTenantAccessPolicy/partners", Status: http.StatusForbidden})
	state := c.read(declared("contoso", "fabrikam", "auto_redeem"))
	expect(t, "unchecked", rows(state["unchecked"], "tenant", "what"), "fabrikam undeclared group synchronization")
	expect(t, "findings", rows(state["findings"], "code"))
}
