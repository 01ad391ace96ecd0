package transport

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
)

// authorize adds the bearer token. Credentials cache and renew their tokens, so a
// token request per try costs nothing. A token that the service does not accept before
// its end, as after a revocation, is replaced once, and the request repeated: the
// service has not acted on it.
type authorize struct {
	next       http.RoundTripper
	clock      Clock
	credential azcore.TokenCredential
	scope      string
	tenant     string
	// refuses reports refusals of the token.
	refuses func(*StatusError) bool

	mu sync.Mutex
	// renewed is the last token that has replaced a refused one. If it is refused as
	// well, a further one would be too.
	renewed string
}

func (a *authorize) RoundTrip(req *http.Request) (*http.Response, error) {
	token, err := a.token(req.Context(), "")
	if err != nil {
		return nil, &SignInError{Tenant: a.tenant, Err: err}
	}
	resp, err := a.next.RoundTrip(bearing(req, token))
	var refused *StatusError
	if !errors.As(err, &refused) || !a.refuses(refused) {
		return resp, err
	}
	other := a.renew(req.Context(), token)
	if other == "" {
		return nil, err
	}
	again, bodyErr := sentTo(bearing(req, other), req.URL)
	if bodyErr != nil {
		return nil, err
	}
	return a.next.RoundTrip(again)
}

func (a *authorize) token(ctx context.Context, claims string) (string, error) {
	token, err := a.credential.GetToken(ctx, policy.TokenRequestOptions{Scopes: []string{a.scope}, Claims: claims})
	return token.Token, err
}

// renew returns a token in place of a refused one; empty if there is none.
func (a *authorize) renew(ctx context.Context, refused string) string {
	if token, err := a.token(ctx, ""); err != nil || token != refused {
		return token // of another request that was refused
	}
	a.mu.Lock()
	hopeless := refused == a.renewed
	a.mu.Unlock()
	if hopeless {
		return ""
	}
	// Claims make credentials ask for a token instead of taking it from their cache.
	// This one is that of services which challenge a token
	// (learn.microsoft.com/entra/identity-platform/claims-challenge).
	token, err := a.token(ctx, fmt.Sprintf(`{"access_token":{"nbf":{"essential":true,"value":"%d"}}}`, a.clock.Now().Unix()))
	if err != nil {
		return ""
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.renewed = token
	return token
}

func bearing(req *http.Request, token string) *http.Request {
	req = req.Clone(req.Context())
	req.Header.Set("Authorization", "Bearer "+token)
	return req
}
