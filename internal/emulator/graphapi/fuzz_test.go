package graphapi

import (
	"errors"
	"net/http"
	"net/url"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// For any path, the result is a route or a Graph error.
func FuzzFind(f *testing.F) {
	rows := newTable(area.All())
	for _, rt := range rows.routes {
		for _, row := range rt.rows {
			f.Add(row.Method, "/v1.0"+row.Path)
		}
	}
	f.Add(http.MethodGet, "/v1.0/users('o''brien%23EXT%23@x')")
	f.Add(http.MethodGet, "/beta/tenantRelationships/microsoft.graph.findTenantInformationByTenantId(tenantId='x')")
	f.Fuzz(func(t *testing.T, method, path string) {
		u, err := url.Parse(path)
		if err != nil {
			t.Skip()
		}
		m, err := rows.find(method, u, schema.CloudPublic, adeleID)
		var fault *refusal.Error
		if err != nil && !errors.As(err, &fault) {
			t.Errorf("not a refusal: %v", err)
		}
		if err == nil && m.row != nil && m.row.Run == nil {
			t.Error("a row without a function")
		}
	})
}

// Tokens come from clients, so any text must be handled.
func FuzzTokens(f *testing.F) {
	f.Add(deltaToken{Mark: 3}.encode())
	f.Add("***")
	f.Fuzz(func(t *testing.T, token string) {
		if d, err := decodeDelta(token); err == nil && d.Issued.IsZero() {
			t.Error("a token without its age")
		}
	})
}
