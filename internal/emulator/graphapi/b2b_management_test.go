package graphapi

import (
	"net/http"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

func TestB2BManagementPolicies(t *testing.T) {
	t.Parallel()
	const path = "/beta/policies/b2bManagementPolicies"
	const given = `{\"B2BManagementPolicy\":{\"InvitationsAllowedAndBlockedDomainsPolicy\":{\"BlockedDomains\":[\"bad.example\"]},\"PreviewPolicy\":{\"Features\":[]}}}`
	tests := []struct{ name, seed, want string }{
		{"none", "", ""},
		{
			"blocked", `,"b2b_management_policy":{"blocked_domains":["bad.example"]}`,
			`{"B2BManagementPolicy":{"InvitationsAllowedAndBlockedDomainsPolicy":{"AllowedDomains":[],"BlockedDomains":["bad.example"]}}}`,
		},
		{
			"allowed", `,"b2b_management_policy":{"allowed_domains":["good.example"]}`,
			`{"B2BManagementPolicy":{"InvitationsAllowedAndBlockedDomainsPolicy":{"AllowedDomains":["good.example"],"BlockedDomains":[]}}}`,
		},
		{
			"as Graph has it", `,"b2b_management_policy":{"definition":["` + given + `"]}`,
			`{"B2BManagementPolicy":{"InvitationsAllowedAndBlockedDomainsPolicy":{"BlockedDomains":["bad.example"]},"PreviewPolicy":{"Features":[]}}}`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			b.seed(`{"tenants":[{"key":"contoso","tenant_id":"` + contosoID + `"` + tt.seed + `}]}`)
			b.caller.Roles = []string{"Policy.Read.B2BManagementPolicy"}
			values := b.do(http.MethodGet, path, "").want(200).values()
			if tt.want == "" {
				if len(values) != 0 {
					t.Errorf("got %v", values)
				}
				return
			}
			definition, _ := values[0]["definition"].([]any)
			if len(values) != 1 || values[0]["isOrganizationDefault"] != true || len(definition) != 1 || definition[0] != tt.want {
				t.Errorf("got %v", values)
			}
			id, _ := values[0]["id"].(string)
			if one := b.do(http.MethodGet, path+"/"+id, "").want(200); one.json["displayName"] != "B2BManagementPolicy" {
				t.Errorf("got %s", one.Body)
			}
			b.do(http.MethodGet, path+"/"+contosoID, "").wantError(404, refusal.CodeNotFound, contosoID)
			b.do(http.MethodDelete, path+"/"+id, "").wantError(501, refusal.CodeNotImplemented, "DELETE")
			b.do(http.MethodPost, path, "{}").wantError(501, refusal.CodeNotImplemented, "POST")
		})
	}
}

// TestOrganizationDefaultIsText covers both values of the setting for the type of
// isOrganizationDefault (graph-identity §9.1).
func TestOrganizationDefaultIsText(t *testing.T) {
	t.Parallel()
	for is, want := range map[bool]any{false: true, true: "true"} {
		b := newBench(t)
		b.seed(`{"tenants":[{"key":"contoso","tenant_id":"` + contosoID + `","b2b_management_policy":{"blocked_domains":["bad.example"]}}]}`)
		b.caller.Roles = []string{"Policy.Read.B2BManagementPolicy"}
		if err := b.world.ChangeSettings(func(s *settings.Settings) error { s.OrganizationDefaultIsText = is; return nil }); err != nil {
			t.Fatal(err)
		}
		if values := b.do(http.MethodGet, "/beta/policies/b2bManagementPolicies", "").want(200).values(); values[0]["isOrganizationDefault"] != want {
			t.Errorf("text %t: %v", is, values)
		}
	}
}

// Only one schema has the policies: beta of the worldwide cloud.
func TestB2BManagementPoliciesElsewhere(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.do(http.MethodGet, "/v1.0/policies/b2bManagementPolicies", "").wantError(400, "BadRequest", "segment 'b2bManagementPolicies'")
	b.do(http.MethodGet, "/v1.0/policies/b2bManagementPolicies/x", "").wantError(400, "BadRequest", "segment 'b2bManagementPolicies'")
	b.in(schema.CloudUSGov, northwindID)
	b.do(http.MethodGet, "/beta/policies/b2bManagementPolicies", "").wantError(400, "BadRequest", "segment 'b2bManagementPolicies'")
}
