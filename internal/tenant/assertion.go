package tenant

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"
)

// assertionTimeout bounds a request to the pipeline's token service.
const assertionTimeout = 30 * time.Second

type assertion = func(context.Context) (string, error)

// assertion selects the source of OIDC tokens. Every source but oidc_token is
// read again for each sign-in: pipeline tokens expire within minutes, and applies
// take longer.
func (s signIn) assertion(how choice) (assertion, *Problem) {
	token, file := s.value(OIDCToken), s.value(OIDCTokenFilePath)
	address, bearer, connection := s.value(OIDCRequestURL), s.value(OIDCRequestToken), s.value(ServiceConnectionID)
	best := token
	for _, v := range []value{file, address} {
		if v.set() && v.Source.Level < best.Source.Level {
			best = v
		}
	}
	switch {
	case !best.set():
		return nil, s.problem(how.by, "No OIDC token", fmt.Sprintf(
			"Tenant %q signs in with OIDC (%s), but no token source is configured. Set %s, %s, or %s with %s; in GitHub"+
				" Actions give the job the permission id-token: write.",
			s.key, how.by.Source, OIDCToken, OIDCTokenFilePath, OIDCRequestURL, OIDCRequestToken))
	case best.setting == OIDCToken:
		return func(context.Context) (string, error) { return token.Text, nil }, nil
	case best.setting == OIDCTokenFilePath:
		return readToken(file), nil
	case !bearer.set():
		return nil, s.problem(address, "No OIDC request token", fmt.Sprintf(
			"Requesting tokens from %s (%s) also requires %s.", address.Text, address.Source, OIDCRequestToken))
	}
	issuer := tokenService{bearer: bearer.Text, client: &http.Client{
		Transport: s.base, Timeout: assertionTimeout,
		// The bearer token must not reach another host through a redirect.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	request, err := url.Parse(address.Text)
	if err != nil || request.Host == "" {
		return nil, s.problem(address, "Invalid OIDC request URL", fmt.Sprintf("The value of %s is not a URL.", address.Source))
	}
	if connection.set() {
		return issuer.azureDevOps(*request, connection.Text), nil
	}
	return issuer.gitHub(*request, s.cloud.TokenExchangeAudience), nil
}

func readToken(file value) assertion {
	return func(context.Context) (string, error) {
		data, err := os.ReadFile(file.Text)
		if err != nil {
			return "", fmt.Errorf("read the OIDC token named by %s: %w", file.Source, err)
		}
		return strings.TrimSpace(string(data)), nil
	}
}

// tokenService is a pipeline's issuer of OIDC tokens.
type tokenService struct {
	client *http.Client
	bearer string
}

// gitHub requests a token with the given audience from GitHub Actions.
func (t tokenService) gitHub(address url.URL, audience string) assertion {
	query := address.Query()
	query.Set("audience", audience)
	address.RawQuery = query.Encode()
	return func(ctx context.Context) (string, error) {
		var answer struct{ Value string }
		err := t.ask(ctx, http.MethodGet, address, &answer)
		return answer.Value, err
	}
}

// azureDevOps requests the token of a service connection from Azure Pipelines.
func (t tokenService) azureDevOps(address url.URL, connection string) assertion {
	query := address.Query()
	query.Set("api-version", "7.1")
	query.Set("serviceConnectionId", connection)
	address.RawQuery = query.Encode()
	return func(ctx context.Context) (string, error) {
		var answer struct{ OIDCToken string }
		err := t.ask(ctx, http.MethodPost, address, &answer)
		return answer.OIDCToken, err
	}
}

// ask keeps the response body out of its errors, because it may hold a token.
func (t tokenService) ask(ctx context.Context, method string, address url.URL, answer any) error {
	req, err := http.NewRequestWithContext(ctx, method, address.String(), nil)
	if err != nil {
		return fmt.Errorf("request an OIDC token: %w", err)
	}
	req.Header.Set("Authorization", "Bearer "+t.bearer)
	req.Header.Set("Accept", "application/json")
	req.Header.Set("Content-Type", "application/json")
	// Without this header Azure DevOps answers an invalid token with a redirect
	// to a sign-in page.
	req.Header.Set("X-TFS-FedAuthRedirect", "Suppress")
	resp, err := t.client.Do(req)
	if err != nil {
		return fmt.Errorf("request an OIDC token: %w", err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("request an OIDC token from %s: the service answered %s", address.Host, resp.Status)
	}
	if err := json.NewDecoder(io.LimitReader(resp.Body, 1<<20)).Decode(answer); err != nil {
		return fmt.Errorf("request an OIDC token from %s: the answer is not JSON", address.Host)
	}
	return nil
}
