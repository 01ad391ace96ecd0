package control

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/entra"
)

// signIn sends a foreign token to the login service.
func (h *harness) signIn(assertion string) string {
	form := url.Values{
		"grant_type": {"client_credentials"}, "client_id": {appID}, "scope": {"https://graph.microsoft.com/.default"},
		"client_assertion_type": {"urn:ietf:params:oauth:client-assertion-type:jwt-bearer"}, "client_assertion": {assertion},
	}
	r := httptest.NewRequest(http.MethodPost, "/"+contosoID+"/oauth2/v2.0/token", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	h.login.ServeHTTP(w, r)
	return w.Body.String()
}

func TestForeignIssuers(t *testing.T) {
	t.Parallel()
	const audience = "?audience=api://AzureADTokenExchange"
	cases := []struct {
		name, issuer, subject        string
		method, path, body, fieldKey string
	}{
		{"any", "https://issuer.example", "me", "POST", "/federated_token", `{"issuer":"https://issuer.example","subject":"me"}`, "token"},
		{"GitHub", GitHubIssuer, GitHubSubject, "GET", "/github_oidc" + audience, "", "value"},
		{"GitHub with a subject", GitHubIssuer, "repo:a/b", "GET", "/github_oidc" + audience + "&subject=repo:a/b", "", "value"},
		{"Azure DevOps", AzureDevOpsIssuer, AzureDevOpsSubject + "42", "POST", "/azure_devops_oidc?api-version=7.1&serviceConnectionId=42", "", "oidcToken"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			h := newHarness(t)
			credential := `"federated_credentials": [{"issuer": "` + tc.issuer + `", "subject": "` + tc.subject + `"}], "permissions"`
			h.want(http.StatusNoContent, "PUT", "/seed", strings.Replace(seedText, `"permissions"`, credential, 1))
			var body map[string]string
			h.wantJSON(&body, tc.method, tc.path, tc.body, "Authorization", "Bearer any")
			contains(t, h.signIn(body[tc.fieldKey]), "access_token")
		})
	}
}

func TestForeignIssuersRefuse(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	h.want(http.StatusUnauthorized, "GET", "/github_oidc", "")
	h.want(http.StatusUnauthorized, "POST", "/azure_devops_oidc?api-version=7.1&serviceConnectionId=42", "")
	h.want(http.StatusBadRequest, "POST", "/azure_devops_oidc", "", "Authorization", "Bearer any")
	h.want(http.StatusBadRequest, "POST", "/federated_token", `{"issuer":"x"}`)
	h.want(http.StatusBadRequest, "POST", "/federated_token", `{"issuer":"x","subject":"y","aud":"z"}`)
}

func TestManagedIdentity(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	const good = "/msi/token?api-version=2019-08-01&resource=https://graph.microsoft.com&client_id=" + appID
	var body struct {
		AccessToken string `json:"access_token"`
		ExpiresOn   string `json:"expires_on"`
		TokenType   string `json:"token_type"`
		Resource    string `json:"resource"`
	}
	h.wantJSON(&body, "GET", good, "", "X-IDENTITY-HEADER", "any")
	if _, err := h.login.Verify(body.AccessToken, entra.Graph); err != nil {
		t.Error(err)
	}
	expires, err := strconv.ParseInt(body.ExpiresOn, 10, 64)
	if err != nil || expires != start.Unix()+3599 || body.TokenType != "Bearer" || body.Resource != "https://graph.microsoft.com" {
		t.Errorf("got %+v", body)
	}
	h.want(http.StatusUnauthorized, "GET", good, "")
	for query, status := range map[string]int{
		"?api-version=2018-02-01&resource=r&client_id=c":                                http.StatusBadRequest,
		"?api-version=2019-08-01&client_id=c":                                           http.StatusBadRequest,
		"?api-version=2019-08-01&resource=r":                                            http.StatusNotImplemented,
		"?api-version=2019-08-01&resource=https://graph.microsoft.com&client_id=nope":   http.StatusBadRequest,
		"?api-version=2019-08-01&resource=https://elsewhere.example&client_id=" + appID: http.StatusBadRequest,
	} {
		h.want(status, "GET", "/msi/token"+query, "", "X-IDENTITY-HEADER", "any")
	}
}
