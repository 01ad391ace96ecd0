package msgraph

import (
	"errors"
	"net/http"
	"net/url"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/world"
)

// Whatever the path, the answer is a route or a refusal in Graph's words.
func FuzzFind(f *testing.F) {
	for _, rt := range routes {
		f.Add(rt.method, "/v1.0"+rt.pattern)
	}
	f.Add(http.MethodGet, "/v1.0/users('o''brien%23EXT%23@x')")
	f.Add(http.MethodGet, "/beta/tenantRelationships/microsoft.graph.findTenantInformationByTenantId(tenantId='x')")
	f.Fuzz(func(t *testing.T, method, path string) {
		u, err := url.Parse(path)
		if err != nil {
			t.Skip()
		}
		m, err := find(method, u)
		var fault *world.Fault
		if err != nil && !errors.As(err, &fault) {
			t.Errorf("not a refusal: %v", err)
		}
		if err == nil && m.route.handle == nil {
			t.Error("a route without a handler")
		}
	})
}

// Tokens come back from clients, so anything may come.
func FuzzTokens(f *testing.F) {
	f.Add(encodeSkip(42))
	f.Add(deltaToken{Mark: 3}.encode())
	f.Add("***")
	f.Fuzz(func(t *testing.T, token string) {
		if after, err := decodeSkip(token); err == nil && token != "" {
			if again, err := decodeSkip(encodeSkip(after)); err != nil || again != after {
				t.Errorf("%d comes back as %d, %v", after, again, err)
			}
		}
		if d, err := decodeDelta(token); err == nil && d.Issued.IsZero() {
			t.Error("a token without its age")
		}
	})
}
