package topology_test

import (
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestLicenseOfAnEdge removes Entra ID P1 from one tenant. Synchronization needs it
// in the source only, direct connect in both tenants.
func TestLicenseOfAnEdge(t *testing.T) {
	t.Parallel()
	const source, target = "MT024 warn source contoso [Entra ID P1]", "MT024 warn target fabrikam [Entra ID P1]"
	for name, test := range map[string]struct {
		without, capability string
		want                []string
	}{
		"sync, source":                    {acctest.Contoso, "sync", []string{source}},
		"sync, target":                    {acctest.Fabrikam, "sync", nil},
		"direct connect, source":          {acctest.Contoso, "direct_connect", []string{source}},
		"direct connect, target":          {acctest.Fabrikam, "direct_connect", []string{target}},
		"collaboration needs no licenses": {acctest.Contoso, "b2b_collaboration", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := connected()
			e.Tenant(test.without).EntraP1 = false
			state := started(t, e).read(declared("contoso", "fabrikam", test.capability))
			expect(t, "findings", rows(state["findings"], "code", "severity", "side", "tenant", "settings"), test.want...)
			if state["ok"] != true {
				t.Error("a warning makes the edge not ok")
			}
		})
	}
}

// TestLicenseThatCannotBeRead names the permission.
func TestLicenseThatCannotBeRead(t *testing.T) {
	t.Parallel()
	e := connected()
	e.Tenant(acctest.Contoso).Applications[0].Permissions = []string{"Policy.Read.All"}
	c := started(t, e)
	edge := declared("contoso", "fabrikam", "direct_connect")
	expect(t, "unchecked", rows(c.read(edge)["unchecked"], "side", "what", "why"), "source Entra ID P1 Graph refused GET /organization"+
		` (403 Authorization_RequestDenied). It needs the application permission Organization.Read.All or Directory.Read.All in tenant "contoso".`)
	c.checks = map[string]any{"MT024": "off"}
	expect(t, "unchecked", rows(c.read(edge)["unchecked"], "what"))
}
