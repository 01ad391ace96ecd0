package graphapi

import (
	"net/http"
	"net/url"
	"slices"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

const applicationEstate = `{"tenants":[{"key":"contoso","tenant_id":"` + contosoID + `","domains":["contoso.example"],
  "applications":[{"client_id":"c0000000-0000-4000-8000-000000000001","display_name":"Payroll","client_secret":"hush"},
                  {"client_id":"c0000000-0000-4000-8000-000000000002","display_name":"Payments","sign_in_audience":"AzureADMultipleOrgs"}]}]}`

func TestApplicationsByFilter(t *testing.T) {
	t.Parallel()
	tests := []struct {
		filter string
		want   []any
	}{
		{"", []any{"Payroll", "Payments"}},
		{"appId eq 'C0000000-0000-4000-8000-000000000002'", []any{"Payments"}},
		{"displayName eq 'payroll'", []any{"Payroll"}},
		{"startsWith(displayName,'Pay')", []any{"Payroll", "Payments"}},
		{"displayName eq 'Wages'", []any{}},
	}
	for _, tt := range tests {
		t.Run(tt.filter, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			b.seed(applicationEstate)
			for _, path := range []string{"/v1.0/applications", "/beta/servicePrincipals"} {
				if tt.filter != "" {
					path += "?$filter=" + url.QueryEscape(tt.filter)
				}
				got := []any{}
				for _, v := range b.do(http.MethodGet, path, "").want(200).values() {
					got = append(got, v["displayName"])
				}
				if !slices.Equal(got, tt.want) {
					t.Errorf("%s: got %v, want %v", path, got, tt.want)
				}
			}
		})
	}
	b := newBench(t)
	b.seed(applicationEstate)
	b.caller.Roles = []string{"Application.ReadWrite.All"}
	second := b.do(http.MethodGet, "/v1.0/applications", "").want(200).values()[1]
	if second["signInAudience"] != "AzureADMultipleOrgs" || second["applicationTemplateId"] != nil || second["publisherDomain"] != "contoso.example" {
		t.Errorf("application %v", second)
	}
	id, _ := second["id"].(string)
	b.do(http.MethodGet, "/v1.0/applications/"+id, "").want(200)
	b.do(http.MethodDelete, "/v1.0/applications/"+id, "").wantError(501, refusal.CodeNotImplemented, "signs in")
	b.do(http.MethodGet, "/v1.0/applications?$filter=homepage+eq+'x'", "").want(400)
}
