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

// assertion finds out where OIDC tokens come from. All but oidc_token ask again
// each time: the tokens of pipelines expire within minutes, applies take longer.
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
			"Tenant %q signs in with OIDC (%s), but nothing says where its token comes from. Set %s, %s, or %s with %s; in GitHub"+
				" Actions give the job the permission id-token: write.",
			s.key, how.by.Source, OIDCToken, OIDCTokenFilePath, OIDCRequestURL, OIDCRequestToken))
	case best.setting == OIDCToken:
		return func(context.Context) (string, error) { return token.Text, nil }, nil
	case best.setting == OIDCTokenFilePath:
		return readToken(file), nil
	case !bearer.set():
		return nil, s.problem(address, "No OIDC request token", fmt.Sprintf(
			"Tokens are to be requested from %s (%s), which needs %s as well.", address.Text, address.Source, OIDCRequestToken))
	}
	issuer := tokenService{bearer: bearer.Text, client: &http.Client{
		Transport: s.base, Timeout: assertionTimeout,
		// The bearer goes to no other host than the one named.
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

// tokenService is a pipeline's own issuer of OIDC tokens.
type tokenService struct {
	client *http.Client
	bearer string
}

// gitHub asks GitHub Actions for a token with the given audience.
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

// azureDevOps asks Azure Pipelines for the token of a service connection.
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

// ask never repeats what the service answered: it may be a token.
func (t tokenService) ask(ctx context.Context, method string, address url.URL, answer any) error {
	req, err := http.NewRequestWithContext(ctx, method, address.String(), nil)
	if err != nil {
		return fmt.Errorf("request an OIDC token: %w", err)
	}
	req.Header.Set("Authorization", "Bearer "+t.bearer)
	req.Header.Set("Accept", "application/json")
	req.Header.Set("Content-Type", "application/json")
	// Azure DevOps answers a bad token with a redirect to a sign-in page otherwise.
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
