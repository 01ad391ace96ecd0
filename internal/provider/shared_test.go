package provider_test

import (
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestPlansOfOneProvider: two new objects of one plan that are the same one are refused.
// When plans share a provider, as in the tests of Terraform, an object is planned again:
// for its apply, and by the next run.
func TestPlansOfOneProvider(t *testing.T) {
	t.Parallel()
	e := acctest.Standard().Grant("EntitlementManagement.ReadWrite.All", "Policy.ReadWrite.CrossTenantCapability", "Policy.ReadWrite.B2BManagementPolicy")
	w := acctest.Start(t, e)
	for code, c := range map[string]planned{
		"MT014": {kind: "multitenant_b2b_invitation", config: map[string]any{"tenant": "fabrikam", "email": anaEmail}},
		"MT026": {kind: "multitenant_cross_tenant_access_partner", config: map[string]any{
			"tenant": "fabrikam", "partner_tenant_id": acctest.ContosoID, "inbound_trust": map[string]any{"mfa_accepted": true},
		}},
		"MT028": {kind: "multitenant_domain_list", config: map[string]any{"tenant": "fabrikam", "blocked": []any{"blocked.example"}}},
		"MT034": {kind: "multitenant_connected_organization", config: map[string]any{
			"tenant": "fabrikam", "display_name": "Partner", "identity_sources": []any{map[string]any{"domain_name": "partner.example"}},
		}},
	} {
		for want, p := range map[bool]acctest.Protocol{true: w.Protocol(t, nil), false: w.SharedProtocol(t)} {
			c.plan(t, p)
			var said []string
			for _, d := range c.plan(t, p) {
				said = append(said, d.Summary)
			}
			if found := strings.Contains(strings.Join(said, "\n"), code); found != want {
				t.Errorf("the second plan of %s says %q, want %s: %t", c.kind, said, code, want)
			}
		}
	}
}
