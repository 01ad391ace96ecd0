package entra

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
)

func TestTokenClaims(t *testing.T) {
	t.Parallel()
	e := newEstate(t)
	claims, err := e.public.Verify(accessToken(t, postForm(e.public, "contoso.example", form())), Graph)
	if err != nil {
		t.Fatal(err)
	}
	app, _ := application.Find(e.world, contosoID, appID)
	if claims.TenantID != contosoID || claims.AppID != appID || claims.ObjectID != app.ServicePrincipalID || claims.Subject != claims.ObjectID ||
		claims.Kind != "app" || claims.Issuer != "https://sts.windows.net/"+contosoID+"/" || claims.Version != "1.0" || claims.Audience != "https://graph.microsoft.com" {
		t.Errorf("got %+v", claims)
	}
	if life := claims.Expires - claims.NotBefore; life != 3599 {
		t.Errorf("lives for %d s", life)
	}
	if !slices.Equal(claims.Roles, []string{"User.Read.All"}) {
		t.Errorf("roles %v", claims.Roles)
	}
	if !slices.Equal(claims.DirectoryRoles, app.DirectoryRoles) || len(claims.DirectoryRoles) != 1 {
		t.Errorf("wids %v", claims.DirectoryRoles)
	}
}

func TestTokenProofs(t *testing.T) {
	t.Parallel()
	e := newEstate(t)
	foreign, err := e.public.SignForeign(gitHub, subject, "")
	if err != nil {
		t.Fatal(err)
	}
	client := identity().client
	cases := []struct {
		name string
		form map[string]string
	}{
		{"secret", form()},
		{"scope of MSAL", form("scope", "https://graph.microsoft.com/.default openid offline_access profile")},
		{"resource by id", form("scope", graphAppID+"/.default")},
		{"certificate, PS256", withAssertion(certificateAssertion(t, algPS256, client, nil))},
		{"certificate, RS256", withAssertion(certificateAssertion(t, algRS256, client, nil))},
		{"certificate, issuer as audience", withAssertion(certificateAssertion(t, algRS256, client, func(_ *joseHeader, a *assertion) {
			a.Audience = audienceList{issuer(baseURL, contosoID)}
		}))},
		{"federated", withAssertion(foreign)},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			if _, err := e.public.Verify(accessToken(t, postForm(e.public, contosoID, tc.form)), Graph); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestTokenBasicAuthentication(t *testing.T) {
	t.Parallel()
	e := newEstate(t)
	for _, password := range []string{secret, url.QueryEscape(secret)} {
		body := url.Values{"grant_type": {"client_credentials"}, "scope": {"https://graph.microsoft.com/.default"}}
		r := httptest.NewRequest(http.MethodPost, baseURL+"/"+contosoID+"/oauth2/v2.0/token", strings.NewReader(body.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.SetBasicAuth(appID, password)
		w := httptest.NewRecorder()
		e.public.ServeHTTP(w, r)
		accessToken(t, w)
	}
}

func TestTokenAudiences(t *testing.T) {
	t.Parallel()
	e := newEstate(t)
	cases := []struct {
		scope string
		graph bool
		roles []string
	}{
		{"https://graph.microsoft.com", true, []string{"User.Read.All"}},
		{"https://outlook.office365.com", false, []string{"Exchange.ManageAsApp"}},
		{baseURL, true, []string{"User.Read.All", "Exchange.ManageAsApp"}},
	}
	for _, tc := range cases {
		token := accessToken(t, postForm(e.public, contosoID, form("scope", tc.scope+"/.default")))
		claims, err := e.public.Verify(token, Graph)
		if (err == nil) != tc.graph {
			t.Errorf("%s on Graph: %v", tc.scope, err)
		}
		if !slices.Equal(claims.Roles, tc.roles) {
			t.Errorf("%s has roles %v", tc.scope, claims.Roles)
		}
	}
}

func TestTokenRefusals(t *testing.T) {
	t.Parallel()
	e := newEstate(t)
	client, stranger := identity().client, identity().tokens.private
	change := func(f func(*joseHeader, *assertion)) map[string]string {
		return withAssertion(certificateAssertion(t, algPS256, client, f))
	}
	foreign := func(issuer, subject, audience string) map[string]string {
		token, err := e.public.SignForeign(issuer, subject, audience)
		if err != nil {
			t.Fatal(err)
		}
		return withAssertion(token)
	}
	forged, err := identity().stranger.sign(assertion{
		Issuer: gitHub, Subject: subject, Audience: audienceList{e.public.TokenExchangeAudience()},
		Expires: dateOf(time.Now().Add(time.Hour)),
	})
	if err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		name, tenant string
		form         map[string]string
		status       int
		oauth        string
		code         int
	}{
		{"wrong secret", contosoID, form("client_secret", "wrong"), 401, "invalid_client", 7000215},
		{"secret of no application", contosoID, form("client_id", bareAppID), 401, "invalid_client", 7000215},
		{"no credential", contosoID, form("client_secret", ""), 401, "invalid_client", 7000218},
		{"unknown application", contosoID, form("client_id", contosoID), 400, "unauthorized_client", 700016},
		{"unknown tenant", "tailspin.example", form(), 400, "invalid_request", 90002},
		{"tenant of another cloud", northwindID, form(), 400, "invalid_request", 90002},
		{"no grant type", contosoID, form("grant_type", ""), 400, "invalid_request", 900144},
		{"grant type", contosoID, form("grant_type", "telepathy"), 400, "unsupported_grant_type", 70003},
		{"grant that is not modeled", contosoID, form("grant_type", "authorization_code"), 501, "not_implemented", 0},
		{"SAML", contosoID, form("grant_type", "urn:ietf:params:oauth:grant-type:saml2-bearer"), 501, "not_implemented", 0},
		{"resource that is not modeled", contosoID, form("scope", "https://vault.azure.net/.default"), 501, "not_implemented", 0},
		{"application of Microsoft", contosoID, form("client_id", "14d82eec-204b-4c2f-b7e8-296a70dab67e"), 501, "not_implemented", 0},
		{"no client id", contosoID, form("client_id", ""), 400, "invalid_request", 900144},
		{"no scope", contosoID, form("scope", ""), 400, "invalid_request", 900144},
		{"scope of a user", contosoID, form("scope", "https://graph.microsoft.com/User.Read"), 400, "invalid_scope", 1002012},
		{"two resources", contosoID, form("scope", "https://a.example/.default https://b.example/.default"), 400, "invalid_scope", 70011},
		{"unknown resource", contosoID, form("scope", "https://graph.microsoft.us/.default"), 400, "invalid_resource", 500011},
		{"no assertion type", contosoID, withAssertion("x.y.z", "client_assertion_type", ""), 400, "invalid_request", 900144},
		{"malformed assertion", contosoID, withAssertion("nonsense"), 401, "invalid_client", 50027},
		{"strange key", contosoID, withAssertion(certificateAssertion(t, algPS256, stranger, nil)), 401, "invalid_client", 700027},
		{"unknown certificate", contosoID, change(func(h *joseHeader, _ *assertion) { h.SHA256 = "AAAA" }), 401, "invalid_client", 700027},
		{"no thumbprint", contosoID, change(func(h *joseHeader, _ *assertion) { h.SHA256 = "" }), 401, "invalid_client", 700027},
		{"no algorithm", contosoID, change(func(h *joseHeader, _ *assertion) { h.Algorithm = "none" }), 401, "invalid_client", 700027},
		{"expired assertion", contosoID, change(func(_ *joseHeader, a *assertion) { a.Expires = dateOf(time.Now().Add(-time.Hour)) }), 401, "invalid_client", 700024},
		{"assertion not yet valid", contosoID, change(func(_ *joseHeader, a *assertion) { a.NotBefore = dateOf(time.Now().Add(time.Hour)) }), 401, "invalid_client", 700024},
		{"assertion with another audience", contosoID, change(func(_ *joseHeader, a *assertion) { a.Audience = audienceList{"https://elsewhere.example"} }), 401, "invalid_client", 700023},
		{"assertion of another application", contosoID, change(func(_ *joseHeader, a *assertion) { a.Subject = bareAppID }), 401, "invalid_client", 700021},
		{"assertion without id", contosoID, change(func(_ *joseHeader, a *assertion) { a.ID = "" }), 401, "invalid_client", 50027},
		{"foreign issuer", contosoID, foreign("https://elsewhere.example", subject, ""), 401, "invalid_client", 700211},
		{"foreign subject", contosoID, foreign(gitHub, strings.ToUpper(subject), ""), 401, "invalid_client", 700213},
		{"foreign audience", contosoID, foreign(gitHub, subject, "api://AzureADTokenExchangeUSGov"), 401, "invalid_client", 700212},
		{"foreign signature", contosoID, withAssertion(forged), 401, "invalid_client", 50013},
		{"no federation", contosoID, withAssertion(forged, "client_id", bareAppID), 400, "invalid_request", 70021},
		{"common", "common", form(), 400, "invalid_request", 50059},
		{"organizations", "Organizations", form(), 400, "invalid_request", 50059},
		{"consumers", "consumers", form(), 501, "not_implemented", 0},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			w := postForm(e.public, tc.tenant, tc.form)
			var body struct {
				Error       string `json:"error"`
				Description string `json:"error_description"`
				Codes       []int  `json:"error_codes"`
			}
			if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil {
				t.Fatal(err)
			}
			if w.Code != tc.status || body.Error != tc.oauth || tc.code != 0 && !slices.Equal(body.Codes, []int{tc.code}) {
				t.Errorf("got %d %s", w.Code, w.Body)
			}
			if strings.Contains(w.Body.String(), "client_secret=") || strings.Contains(w.Body.String(), secret) {
				t.Errorf("the response contains the secret: %s", w.Body)
			}
		})
	}
}

func TestForeignTokenExpires(t *testing.T) {
	t.Parallel()
	e := newEstate(t)
	token, err := e.public.SignForeign(gitHub, subject, "")
	if err != nil {
		t.Fatal(err)
	}
	e.world.Advance(20 * time.Minute)
	if w := postForm(e.public, contosoID, withAssertion(token)); !strings.Contains(w.Body.String(), "AADSTS700024") {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
	// The clock of a client with a certificate has not moved.
	accessToken(t, postForm(e.public, contosoID, withAssertion(certificateAssertion(t, algPS256, identity().client, nil))))
}

func TestTokenEndpointAcceptsOnlyPost(t *testing.T) {
	t.Parallel()
	w := get(newEstate(t).public, baseURL+"/"+contosoID+"/oauth2/v2.0/token")
	if w.Code != http.StatusMethodNotAllowed || !strings.Contains(w.Body.String(), "AADSTS900561") {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
}

func TestTokenForIdentity(t *testing.T) {
	t.Parallel()
	e := newEstate(t)
	token, err := e.public.TokenForIdentity(appID, "https://graph.microsoft.com")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.public.Verify(token.AccessToken, Graph); err != nil {
		t.Error(err)
	}
	for _, bad := range [][2]string{{contosoID, "https://graph.microsoft.com"}, {appID, "https://elsewhere.example"}} {
		if _, err := e.public.TokenForIdentity(bad[0], bad[1]); err == nil {
			t.Errorf("%v got a token", bad)
		}
	}
}
