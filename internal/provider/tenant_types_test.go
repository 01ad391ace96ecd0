package provider_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// planned is a new resource in a plan, and the attribute that names Fabrikam.
type planned struct {
	kind, attribute string
	config          map[string]any
	// external is set if only external tenants lack it, and not those of Azure AD B2C.
	external bool
}

func ofWorkforce() []planned {
	return []planned{
		{kind: "multitenant_cross_tenant_sync", attribute: "source", config: map[string]any{"source": "fabrikam", "target": "contoso"}},
		{kind: "multitenant_cross_tenant_sync", attribute: "target", config: map[string]any{"source": "contoso", "target": "fabrikam"}},
		{kind: "multitenant_cross_tenant_access_partner", attribute: "identity_synchronization", config: map[string]any{
			"tenant": "fabrikam", "partner_tenant_id": acctest.ContosoID, "identity_synchronization": map[string]any{"user_sync_allowed": true},
		}},
		{kind: "multitenant_cross_tenant_access_policy", attribute: "allowed_cloud_endpoints", external: true, config: map[string]any{
			"tenant": "fabrikam", "allowed_cloud_endpoints": []any{"microsoftonline.us"},
		}},
		{kind: "multitenant_organization", attribute: "tenant", config: map[string]any{"tenant": "fabrikam", "display_name": "Group"}},
		{kind: "multitenant_organization_tenant", attribute: "tenant", config: map[string]any{
			"tenant": "fabrikam", "member_tenant_id": acctest.ContosoID, "display_name": "Contoso",
		}},
		{kind: "multitenant_organization_tenant", attribute: "member_tenant_id", config: map[string]any{
			"tenant": "contoso", "member_tenant_id": acctest.FabrikamID, "display_name": "Fabrikam",
		}},
		{kind: "multitenant_organization_membership", attribute: "tenant", config: map[string]any{"tenant": "fabrikam", "owner_tenant_id": acctest.ContosoID}},
		{kind: "multitenant_organization_template", attribute: "tenant", config: map[string]any{"tenant": "fabrikam"}},
		{kind: "multitenant_connected_organization", attribute: "tenant", external: true, config: map[string]any{
			"tenant": "fabrikam", "display_name": "Partner", "identity_sources": []any{map[string]any{"domain_name": "partner.example"}},
		}},
	}
}

func (c planned) plan(t *testing.T, p acctest.Protocol) []*tfprotov6.Diagnostic {
	t.Helper()
	shape := p.Schemas.ResourceSchemas[c.kind].ValueType()
	config := acctest.Encode(t, shape, c.config)
	answer, err := p.Server.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: c.kind, Config: config, ProposedNewState: config, PriorState: acctest.Encode(t, shape, nil),
	})
	if err != nil {
		t.Fatal(err)
	}
	return answer.Diagnostics
}

// TestTenantTypes: what an external or B2C tenant lacks is refused by the plan, at the
// attribute that names the tenant, and only that.
func TestTenantTypes(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"CIAM", "AAD B2C"} {
		e := acctest.Standard()
		e.Tenant(acctest.Fabrikam).TenantType = kind
		p := acctest.Start(t, e).Protocol(t, nil)
		for _, c := range ofWorkforce() {
			var refused []string
			for _, d := range c.plan(t, p) {
				if d.Summary == "Tenant type not supported" && strings.Contains(d.Detail, kind) {
					refused = append(refused, d.Attribute.String())
				}
			}
			want := []string{fmt.Sprintf("AttributeName(%q)", c.attribute)}
			if c.external && kind != "CIAM" {
				want = nil
			}
			if !slices.Equal(refused, want) {
				t.Errorf("%s with %s in a tenant of type %s is refused at %v, want %v", c.kind, c.attribute, kind, refused, want)
			}
		}
	}
}

// TestTenantTypeIsReadOnce: a plan reads the organization of a tenant once, whatever asks
// for its type, and does not read it for an ordinary entry.
func TestTenantTypeIsReadOnce(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, acctest.Standard())
	p := w.Protocol(t, nil)
	organizations := func() int {
		return len(slices.DeleteFunc(w.Requests(), func(r string) bool { return r != "GET /organization" }))
	}
	entry := planned{kind: "multitenant_cross_tenant_access_partner", config: map[string]any{"tenant": "fabrikam", "partner_tenant_id": acctest.ContosoID}}
	entry.plan(t, p)
	if asked := organizations(); asked != 0 {
		t.Errorf("an entry reads the organization %d times", asked)
	}
	for range 3 {
		for _, c := range ofWorkforce() {
			for _, d := range c.plan(t, p) {
				if d.Summary == "Tenant type not supported" {
					t.Errorf("%s: %s", c.kind, d.Detail)
				}
			}
		}
	}
	if asked := organizations(); asked != 2 {
		t.Errorf("the plans read the organization %d times, want once for each of two tenants", asked)
	}
}
