package rules_test

import (
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

func TestRefuseTenantType(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind    string
		use     rules.TenantUse
		refused bool
	}{
		{"AAD", rules.UseOrganization, false},
		{"", rules.UseSynchronization, false},
		{"CIAM", rules.UseSynchronization, true},
		{"CIAM", rules.UseOrganization, true},
		{"CIAM", rules.UseClouds, true},
		{"CIAM", rules.UseEntitlement, true},
		{"AAD B2C", rules.UseSynchronization, true},
		{"AAD B2C", rules.UseOrganization, true},
		{"AAD B2C", rules.UseClouds, false},
		{"AAD B2C", rules.UseEntitlement, false},
	} {
		why := rules.RefuseTenantType(rules.Tenant{Key: "shop"}, c.kind, c.use)
		if (why != "") != c.refused || c.refused && (!strings.Contains(why, `"shop"`) || !strings.Contains(why, c.kind)) {
			t.Errorf("%s in %q: %q", c.use, c.kind, why)
		}
	}
}
