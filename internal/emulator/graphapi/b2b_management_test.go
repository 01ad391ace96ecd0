package graphapi

import (
	"net/http"
	"strings"
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
			b.do(http.MethodDelete, path+"/"+id, "").wantError(403, refusal.CodeDenied, "")
			b.do(http.MethodPost, path, "{}").wantError(403, refusal.CodeDenied, "")
		})
	}
}

// TestOrganizationDefaultIsText covers both values of the setting for the type of
// isOrganizationDefault (graph-identity §9.1).
func TestOrganizationDefaultIsText(t *testing.T) {
	t.Parallel()
	for is, want := range map[bool]any{false: true, true: "true"} {
		b := newBench(t)
		if err := b.world.ChangeSettings(func(s *settings.Settings) error { s.OrganizationDefaultIsText = is; return nil }); err != nil {
			t.Fatal(err)
		}
		b.seed(`{"tenants":[{"key":"contoso","tenant_id":"` + contosoID + `","b2b_management_policy":{"blocked_domains":["bad.example"]}}]}`)
		b.caller.Roles = []string{"Policy.Read.B2BManagementPolicy"}
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

// TestB2BManagementIsWritten creates, changes and deletes the policy with the rules of
// the service (graph-identity §9.1).
func TestB2BManagementIsWritten(t *testing.T) {
	t.Parallel()
	const path = "/beta/policies/b2bManagementPolicies"
	policy := func(lists, more string) string {
		return `{"displayName":"B2BManagementPolicy","isOrganizationDefault":true,"definition":["{\"B2BManagementPolicy\":{` +
			`\"InvitationsAllowedAndBlockedDomainsPolicy\":{` + lists + `}}}"]` + more + `}`
	}
	const blocks, allows = `\"BlockedDomains\":[\"bad.example\"]`, `\"AllowedDomains\":[\"good.example\"]`
	b := newBench(t)
	b.seed(`{"tenants":[{"key":"contoso","tenant_id":"` + contosoID + `"}]}`)
	b.caller.Roles = []string{"Policy.ReadWrite.B2BManagementPolicy"}
	b.do(http.MethodPost, path, policy(blocks+","+allows, "")).wantError(400, refusal.CodeBadRequest, "either allowed or blocked")
	b.do(http.MethodPost, path, policy(`\"BlockedDomains\":[\"`+strings.Repeat("a", mostCharacters)+`\"]`, "")).wantError(400, refusal.CodeBadRequest, "25000 characters")
	b.do(http.MethodPost, path, `{"displayName":"B2BManagementPolicy","isOrganizationDefault":true,"definition":["{"]}`).wantError(400, refusal.CodeBadRequest, "definition")
	b.do(http.MethodPost, path, `{"displayName":"B2BManagementPolicy","isOrganizationDefault":true}`).wantError(400, refusal.CodeBadRequest, "definition")
	b.do(http.MethodPost, path, policy(blocks, `,"description":"Domains"`)).wantError(404, refusal.CodeNotFound, "Resource '' does not exist")
	id, _ := b.do(http.MethodPost, path, policy(blocks, "")).want(201).json["id"].(string)
	b.do(http.MethodPost, path, policy(blocks, "")).wantError(400, refusal.CodeBadRequest, "same value for property isOrganizationDefault already exists")
	one := path + "/" + id
	b.do(http.MethodPatch, one, `{"isOrganizationDefault":false}`).wantError(500, "InternalServerError", "")
	b.do(http.MethodPatch, one, `{"definition":["{\"B2BManagementPolicy\":{}}"]}`).want(204)
	b.do(http.MethodDelete, one, "").want(204)
	b.do(http.MethodGet, one, "").wantError(404, refusal.CodeNotFound, id)
	if err := b.world.ChangeSettings(func(s *settings.Settings) error { s.B2BManagementNeedsDescription = true; return nil }); err != nil {
		t.Fatal(err)
	}
	b.do(http.MethodPost, path, policy(blocks, "")).wantError(400, refusal.CodeBadRequest, "description")
	b.do(http.MethodPost, path, policy(blocks, `,"description":"Domains"`)).want(201)
}

// mostCharacters is the limit for a whole policy.
const mostCharacters = 25000
