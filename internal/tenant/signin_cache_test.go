package tenant

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// hourly returns a token for an hour, and counts the calls.
type hourly struct{ asked int }

func (h *hourly) GetToken(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
	h.asked++
	return azcore.AccessToken{Token: fmt.Sprintf("t%d", h.asked), ExpiresOn: time.Now().Add(time.Hour)}, nil
}

// TestTokenIsCachedUntilShortlyBeforeItsEnd: the credential of the Azure CLI does not
// cache, and starts a process each time.
func TestTokenIsCachedUntilShortlyBeforeItsEnd(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		service := &hourly{}
		s := &sharedSignIn{credential: service, clock: transport.SystemClock()}
		ask := func(want, last int, scope string) {
			t.Helper()
			for range 10 {
				if token, err := s.GetToken(t.Context(), policy.TokenRequestOptions{Scopes: []string{scope}}); err != nil || token.Token != fmt.Sprintf("t%d", last) {
					t.Errorf("got %+v, %v", token, err)
				}
			}
			if service.asked != want {
				t.Errorf("%d sign-ins, want %d", service.asked, want)
			}
		}
		ask(1, 1, "graph")
		ask(2, 2, "exchange")
		<-time.After(54 * time.Minute)
		ask(2, 1, "graph")
		<-time.After(2 * time.Minute)
		ask(3, 3, "graph")
	})
}

// TestTokenThatIsReplaced: claims ask for a token in place of a refused one, which
// serves the requests after it, too.
func TestTokenThatIsReplaced(t *testing.T) {
	t.Parallel()
	service := &hourly{}
	s := &sharedSignIn{credential: service, clock: transport.SystemClock()}
	for _, ask := range []struct{ claims, want string }{{"", "t1"}, {"", "t1"}, {`{"nbf":1}`, "t2"}, {"", "t2"}, {`{"nbf":1}`, "t3"}, {"", "t3"}} {
		token, err := s.GetToken(t.Context(), policy.TokenRequestOptions{Scopes: []string{"graph"}, Claims: ask.claims})
		if err != nil || token.Token != ask.want {
			t.Errorf("claims %q got %s, %v, want %s", ask.claims, token.Token, err, ask.want)
		}
	}
}
