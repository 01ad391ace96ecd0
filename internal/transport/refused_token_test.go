package transport

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
)

// issuer issues a token for each sign-in, and caches it as credentials do.
type issuer struct {
	issued int
	claims []string
}

func (i *issuer) GetToken(_ context.Context, o policy.TokenRequestOptions) (azcore.AccessToken, error) {
	if o.Claims != "" || i.issued == 0 {
		i.issued++
		i.claims = append(i.claims, o.Claims)
	}
	return azcore.AccessToken{Token: fmt.Sprintf("token %d", i.issued)}, nil
}

// TestRefusedTokenIsReplaced: once, with the same body, and not when the new token is
// refused as well.
func TestRefusedTokenIsReplaced(t *testing.T) {
	t.Parallel()
	i, s := &issuer{}, &script{answers: []answer{{status: 401}, {status: 201}, {status: 200}, {status: 401}, {status: 401}, {status: 401}, {status: 401}}}
	o := options(s, newFakeClock(), i)
	o.RefusesToken = func(e *StatusError) bool { return e.Status == http.StatusUnauthorized }
	rt := New(o)
	for n, want := range []string{"", "", "status", "status"} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://graph.example/v1.0/invitations", strings.NewReader("body"))
		if err != nil {
			t.Fatal(err)
		}
		resp, err := rt.RoundTrip(req)
		if err == nil {
			resp.Body.Close()
		}
		if kindOf(err) != want {
			t.Errorf("request %d: %v", n, err)
		}
	}
	var sent []string
	for n, h := range s.headers {
		sent = append(sent, h.Get("Authorization"))
		if s.bodies[n] != "body" {
			t.Errorf("try %d sent %q", n, s.bodies[n])
		}
	}
	// A token in place of a refused one is not replaced itself.
	want := []string{"Bearer token 1", "Bearer token 2", "Bearer token 2", "Bearer token 2", "Bearer token 2"}
	if !slices.Equal(sent, want) {
		t.Errorf("sent %q, want %q", sent, want)
	}
	if i.issued != 2 || !strings.Contains(i.claims[1], `"nbf"`) {
		t.Errorf("%d tokens with the claims %q", i.issued, i.claims)
	}
}
