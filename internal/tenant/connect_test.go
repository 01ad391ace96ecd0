package tenant

import (
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
)

// estate is a login service with Graph and Exchange behind it; it records the
// scopes of the tokens and the requests to Exchange.
type estate struct {
	mu     sync.Mutex
	scopes []string
	posted []string
}

func (e *estate) RoundTrip(req *http.Request) (*http.Response, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	answer := answers(http.StatusOK, "application/json", `{"value":[]}`)
	switch {
	case strings.HasSuffix(req.URL.Path, "/.well-known/openid-configuration"):
		base := "https://login.example/" + anyTenant
		answer = answers(http.StatusOK, "application/json", `{"issuer":"`+base+`/v2.0","authorization_endpoint":"`+base+`/authorize","token_endpoint":"`+base+`/token"}`)
	case strings.HasSuffix(req.URL.Path, "/token"):
		body, err := io.ReadAll(req.Body)
		if err != nil {
			return nil, err
		}
		form, err := url.ParseQuery(string(body))
		if err != nil {
			return nil, err
		}
		e.scopes = append(e.scopes, form.Get("scope"))
		answer = answers(http.StatusOK, "application/json", `{"token_type":"Bearer","expires_in":3600,"access_token":"t0ken"}`)
	case req.Method == http.MethodPost:
		e.posted = append(e.posted, req.URL.String())
	}
	return answer(req)
}

// TestExchangeIsAskedOnDemand: a tenant that does not need Exchange Online signs in
// for Graph only. Exchange is asked with a token of its own audience.
func TestExchangeIsAskedOnDemand(t *testing.T) {
	t.Parallel()
	e := &estate{}
	registry, problems := Resolve(Config{
		Base: e, LookupEnv: env(nil), UserAgent: "agent",
		Tenants: map[string]Entry{"contoso": {
			TenantID: strings.ToUpper(anyTenant), Credential: Credential{ClientID: anyClient, ClientSecret: "s3cret"},
			Endpoints: Endpoints{Authority: "https://login.example", Exchange: "https://exchange.example/"},
		}},
	})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	contoso, err := registry.Get("contoso")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := contoso.Graph.UsersByAddress(t.Context(), "ana@fabrikam.example"); err != nil {
		t.Fatal(err)
	}
	isExchange := func(scope string) bool { return strings.HasPrefix(scope, "https://outlook.office365.com/.default") }
	if len(e.scopes) == 0 || slices.ContainsFunc(e.scopes, isExchange) || len(e.posted) > 0 {
		t.Errorf("signed in for %q and posted to %q without need", e.scopes, e.posted)
	}
	if _, err := contoso.Exchange.AcceptedDomains(t.Context()); err != nil {
		t.Fatal(err)
	}
	want := "https://exchange.example/adminapi/beta/" + strings.ToLower(anyTenant) + "/InvokeCommand"
	if !slices.ContainsFunc(e.scopes, isExchange) || !slices.Equal(e.posted, []string{want}) {
		t.Errorf("signed in for %q and posted to %q, want %s", e.scopes, e.posted, want)
	}
	if len(contoso.Cloud.ExchangeDomains) > 0 {
		t.Errorf("an endpoint of another owner may redirect to %q", contoso.Cloud.ExchangeDomains)
	}
}
