package control

import (
	"net/http"
	"strconv"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/entra"
)

// The default identities of the simulated issuers. A federated credential of an
// application must match them.
const (
	GitHubIssuer  = "https://token.actions.githubusercontent.com"
	GitHubSubject = "repo:contoso/estate:ref:refs/heads/main"
	// AzureDevOpsIssuer ends in the id of the organization.
	AzureDevOpsIssuer = "https://vstoken.dev.azure.com/5a1d9bf2-0f7c-4b6e-9a3e-6f1c2d3e4f50"
	// AzureDevOpsSubject is followed by the id of the service connection.
	AzureDevOpsSubject = "sc://contoso/estate/"
)

// federatedToken returns a token of any foreign issuer.
func (a *API) federatedToken(r *http.Request) (int, any, error) {
	var body struct {
		Issuer   string `json:"issuer"`
		Subject  string `json:"subject"`
		Audience string `json:"audience"`
	}
	if err := decode(r, &body); err != nil {
		return 0, nil, err
	}
	if body.Issuer == "" || body.Subject == "" {
		return 0, nil, badRequest("issuer and subject are required")
	}
	return a.foreign("token", body.Issuer, body.Subject, body.Audience)
}

// gitHubToken answers as ACTIONS_ID_TOKEN_REQUEST_URL does. The URL may contain
// the subject, which GitHub derives from the workflow.
func (a *API) gitHubToken(r *http.Request) (int, any, error) {
	if err := requireBearer(r); err != nil {
		return 0, nil, err
	}
	q := r.URL.Query()
	subject := q.Get("subject")
	if subject == "" {
		subject = GitHubSubject
	}
	return a.foreign("value", GitHubIssuer, subject, q.Get("audience"))
}

// azureDevOpsToken answers as SYSTEM_OIDCREQUESTURI does; azidentity appends the
// query itself, so only the service connection can vary.
func (a *API) azureDevOpsToken(r *http.Request) (int, any, error) {
	if err := requireBearer(r); err != nil {
		return 0, nil, err
	}
	q := r.URL.Query()
	connection := q.Get("serviceConnectionId")
	if connection == "" || q.Get("api-version") == "" {
		return 0, nil, badRequest("api-version and serviceConnectionId are required")
	}
	return a.foreign("oidcToken", AzureDevOpsIssuer, AzureDevOpsSubject+connection, "")
}

func (a *API) foreign(member, issuer, subject, audience string) (int, any, error) {
	token, err := a.config.Login.SignForeign(issuer, subject, audience)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, map[string]string{member: token}, nil
}

func requireBearer(r *http.Request) error {
	if entra.Bearer(r.Header.Get("Authorization")) == "" {
		return &problem{http.StatusUnauthorized, "Unauthorized", "a bearer token is required; any value is accepted"}
	}
	return nil
}

// managedIdentityToken answers as App Service's endpoint does (IDENTITY_ENDPOINT,
// api-version 2019-08-01).
func (a *API) managedIdentityToken(r *http.Request) (int, any, error) {
	q := r.URL.Query()
	switch {
	case r.Header.Get("X-IDENTITY-HEADER") == "":
		return 0, nil, &problem{http.StatusUnauthorized, "Unauthorized", "the header X-IDENTITY-HEADER is required; any value is accepted"}
	case q.Get("api-version") != "2019-08-01":
		return 0, nil, badRequest("api-version must be 2019-08-01")
	case q.Get("resource") == "":
		return 0, nil, badRequest("resource is required")
	case q.Get("client_id") == "":
		return 0, nil, &problem{http.StatusNotImplemented, "NotImplemented", "the system-assigned identity is not modeled; set client_id"}
	}
	token, err := a.config.Login.TokenForIdentity(q.Get("client_id"), q.Get("resource"))
	if err != nil {
		return 0, nil, badRequest("%v", err)
	}
	return http.StatusOK, map[string]string{
		"access_token": token.AccessToken,
		"expires_on":   strconv.FormatInt(token.Expires.Unix(), 10),
		"resource":     q.Get("resource"),
		"token_type":   "Bearer",
		"client_id":    q.Get("client_id"),
	}, nil
}
