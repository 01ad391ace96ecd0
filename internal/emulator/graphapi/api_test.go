package graphapi

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

func TestHeadersAndErrorEnvelope(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.header.Set("client-request-id", "mine")
	r := b.do(http.MethodGet, "/v1.0/users/nobody@contoso.example", "").want(404)
	if r.Header().Get("request-id") == "" || r.Header().Get("client-request-id") != "mine" || r.Header().Get("OData-Version") != "4.0" ||
		r.Header().Get("Cache-Control") != "no-cache" || r.Header().Get("Content-Type") != "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8" {
		t.Errorf("headers %v", r.Header())
	}
	e, _ := r.json["error"].(map[string]any)
	inner, _ := e["innerError"].(map[string]any)
	if inner["request-id"] != r.Header().Get("request-id") || inner["client-request-id"] != "mine" || inner["date"] != "2026-01-15T09:00:00" {
		t.Errorf("innerError %v", inner)
	}
	r = b.do(http.MethodGet, "/v1.0/users/"+adeleID, "").want(200)
	if r.Header().Get("x-ms-resource-unit") != "1" {
		t.Errorf("cost %q", r.Header().Get("x-ms-resource-unit"))
	}
}

// Operations that are not modeled are answered with 501, never a silent 404.
func TestUnmodelledIsLoud(t *testing.T) {
	t.Parallel()
	tests := []struct {
		method, target string
		status         int
		code, part     string
	}{
		{http.MethodPost, "/v1.0/devices", 501, refusal.CodeNotImplemented, "POST /v1.0/devices"},
		{http.MethodGet, "/v1.0/users/x/directReports", 501, refusal.CodeNotImplemented, "directReports"},
		{http.MethodGet, "/v1.0/policies/crossTenantAccessPolicy/templates", 501, refusal.CodeNotImplemented, "templates"},
		{http.MethodGet, "/v1.0/users?$skip=3", 501, refusal.CodeNotImplemented, "$skip"},
		{http.MethodGet, "/v1.0/users?$expand=memberOf", 501, refusal.CodeNotImplemented, "memberOf"},
		{http.MethodGet, "/v1.0/users?$filter=hasSubset(mail,'x')", 501, refusal.CodeNotImplemented, "hasSubset"},
		{http.MethodGet, "/v1.0/organization?$top=1", 501, refusal.CodeNotImplemented, "'$top'"},
		{http.MethodDelete, "/v1.0/users/x?$select=id", 501, refusal.CodeNotImplemented, "'$select'"},
		{http.MethodGet, "/v1.0/users?$select=skills", 501, refusal.CodeNotImplemented, "skills"},
		{http.MethodGet, "/v1.0/invitations", 405, refusal.CodeBadRequest, "method is not allowed"},
		{http.MethodPost, "/v1.0/users/x/convertExternalToInternalMemberUser", 405, refusal.CodeBadRequest, "method is not allowed"},
		{http.MethodGet, "/v3/users", 400, "BadRequest", "version"},
	}
	for _, tt := range tests {
		t.Run(tt.method+" "+tt.target, func(t *testing.T) {
			t.Parallel()
			newBench(t).do(tt.method, tt.target, "").wantError(tt.status, tt.code, tt.part)
		})
	}
}

// Every route requires one of its permissions, and names them in Graph's message.
func TestPermissions(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.caller.Roles = []string{"Calendars.Read"}
	for _, rt := range b.api.table.routes {
		for _, row := range rt.rows {
			if len(row.Permissions) == 0 || row.Refuse != nil {
				continue
			}
			version := operation.VersionOne
			if !row.In.Include(schema.V1Worldwide) {
				version = operation.VersionBeta
			}
			target := "/" + version + strings.NewReplacer("={", "='{", "})", "}')", "{", "", "}", "").Replace(row.Path)
			b.do(row.Method, target, "").wantError(403, refusal.CodeDenied, "Insufficient privileges")
			if row.Source == "" {
				t.Errorf("%s %s names no reference", row.Method, row.Path)
			}
		}
	}
	b.do(http.MethodPost, "/v1.0/invitations", "{}").wantError(401, refusal.CodeInvitationDenied, "MSGraphInviteAPI")
}

func TestBodies(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	path := "/v1.0/users/" + adeleID
	b.do(http.MethodPatch, path, "").wantError(400, refusal.CodeBadRequest, "Empty Payload")
	b.do(http.MethodPatch, path, "[1]").wantError(400, refusal.CodeBadRequest, "JSON")
	b.do(http.MethodPatch, path, `{"shoeSize":1}`).wantError(400, refusal.CodeBadRequest, "shoeSize")
	r := httptest.NewRequest(http.MethodPatch, path, strings.NewReader(`{"city":"x"}`))
	b.send(r).wantError(400, refusal.CodeBadRequest, "Content-Type")

	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write([]byte(`{"@odata.type":"#microsoft.graph.user","city":"Madrid"}`)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	r = httptest.NewRequest(http.MethodPatch, path, &packed)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Content-Encoding", "gzip")
	b.send(r).want(204)
	if got := b.do(http.MethodGet, path+"?$select=city", "").want(200).text("city"); got != "Madrid" {
		t.Errorf("city %q", got)
	}
}

func TestPaths(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	id := b.do(http.MethodPost, "/v1.0/invitations", `{"invitedUserEmailAddress":"ana@fabrikam.example","inviteRedirectUrl":"https://x.example"}`).want(201)
	guest, _ := id.json["invitedUser"].(map[string]any)
	for _, path := range []string{
		"/v1.0/users/ana_fabrikam.example%23EXT%23@contoso.onmicrosoft.com",
		"/V1.0/Users/ANA_fabrikam.example%23ext%23@contoso.onmicrosoft.com",
		"/beta/users('ana_fabrikam.example%23EXT%23@contoso.onmicrosoft.com')",
		fmt.Sprintf("/v1.0/users/%v", guest["id"]),
	} {
		if got := b.do(http.MethodGet, path, "").want(200); got.json["id"] != guest["id"] {
			t.Errorf("%s finds %v", path, got.json["id"])
		}
	}
	// A client cuts the URL at an unencoded #, so the key is truncated.
	b.do(http.MethodGet, "/v1.0/users/ana_fabrikam.example", "").wantError(404, refusal.CodeNotFound, "ana_fabrikam.example")
}
