package tenant

import (
	"context"
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
	return azcore.AccessToken{Token: "t", ExpiresOn: time.Now().Add(time.Hour)}, nil
}

// TestTokenIsCachedUntilShortlyBeforeItsEnd: the credential of the Azure CLI does not
// cache, and starts a process each time.
func TestTokenIsCachedUntilShortlyBeforeItsEnd(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		service := &hourly{}
		s := &sharedSignIn{credential: service, clock: transport.SystemClock()}
		ask := func(want int, scope string) {
			t.Helper()
			for range 10 {
				if token, err := s.GetToken(t.Context(), policy.TokenRequestOptions{Scopes: []string{scope}}); err != nil || token.Token != "t" {
					t.Errorf("got %+v, %v", token, err)
				}
			}
			if service.asked != want {
				t.Errorf("%d sign-ins, want %d", service.asked, want)
			}
		}
		ask(1, "graph")
		ask(2, "exchange")
		<-time.After(54 * time.Minute)
		ask(2, "graph")
		<-time.After(2 * time.Minute)
		ask(3, "graph")
	})
}
