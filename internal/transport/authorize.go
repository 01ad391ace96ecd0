package transport

import (
	"net/http"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
)

// authorize adds the bearer token. Credentials cache and renew their tokens, so a
// token request per try costs nothing.
type authorize struct {
	next       http.RoundTripper
	credential azcore.TokenCredential
	scope      string
	tenant     string
}

func (a *authorize) RoundTrip(req *http.Request) (*http.Response, error) {
	token, err := a.credential.GetToken(req.Context(), policy.TokenRequestOptions{Scopes: []string{a.scope}})
	if err != nil {
		return nil, &SignInError{Tenant: a.tenant, Err: err}
	}
	req = req.Clone(req.Context())
	req.Header.Set("Authorization", "Bearer "+token.Token)
	return a.next.RoundTrip(req)
}
