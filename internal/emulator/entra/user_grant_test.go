package entra

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
)

func TestPasswordGrant(t *testing.T) {
	t.Parallel()
	u := newUsers(t)
	a := u.signIn("client_info", "1")
	got, err := u.public.Verify(a.Access, Graph)
	if err != nil {
		t.Fatal(err)
	}
	if !got.ForUser() || got.ObjectID != kimID || got.UserPrincipalName != kim || got.AppID != nativeApp || got.AppName != "Native" ||
		got.Name != "Kim Akers" || got.TenantID != contosoID || got.Authentication != "0" || *got.AccountType != 0 || len(got.DirectoryRoles) != 1 || got.Roles != nil {
		t.Errorf("got %+v", got)
	}
	// The token has all consented permissions of Graph, and no others.
	if got.Scopes != "User.Read User.ReadWrite.All openid profile" {
		t.Errorf("scp %q", got.Scopes)
	}
	if want := graphUser + " openid profile https://graph.microsoft.com/User.ReadWrite.All"; a.Scope != want {
		t.Errorf("scope %q, want %q", a.Scope, want)
	}
	id := claims[idClaims](t, a.ID)
	if id.Audience != nativeApp || id.Issuer != baseURL+"/"+contosoID+"/v2.0" || id.PreferredUsername != kim || id.ObjectID != kimID || id.Version != "2.0" {
		t.Errorf("got %+v", id)
	}
	if info := decoded(t, a.Info); info != `{"uid":"`+kimID+`","utid":"`+contosoID+`"}` {
		t.Errorf("client_info %s", info)
	}
	if plain := u.signIn("scope", "User.Read"); plain.ID != "" || plain.Refresh != "" || plain.Info != "" || !strings.HasPrefix(plain.Scope, "User.Read ") {
		t.Errorf("got %s", plain.text)
	}
}

// A user without directory roles has an empty list of roles, not a missing one.
func TestTokenWithoutRoles(t *testing.T) {
	t.Parallel()
	u := newUsers(t)
	parsed, err := parseJWS(u.signIn("username", "plain@contoso.example", "password", "x").Access)
	if err != nil || !strings.Contains(string(parsed.payload), `"wids":[]`) {
		t.Errorf("%v in %s", err, parsed.payload)
	}
}

// The permissions of a token depend on its API.
func TestScopesOfAnAPI(t *testing.T) {
	t.Parallel()
	u := newUsers(t)
	for scope, want := range map[string]struct{ audience, scopes string }{
		"https://graph.microsoft.com/.default":          {"https://graph.microsoft.com", "User.Read User.ReadWrite.All"},
		"https://graph.microsoft.com//.default":         {"https://graph.microsoft.com/", "User.Read User.ReadWrite.All"},
		".default":                                      {"https://graph.microsoft.com", "User.Read User.ReadWrite.All"},
		"openid email":                                  {"https://graph.microsoft.com", "User.Read User.ReadWrite.All openid email"},
		"https://outlook.office365.com/Exchange.Manage": {"https://outlook.office365.com", "Exchange.Manage"},
		"api://" + webApp + "/access_as_user":           {"api://" + webApp, "access_as_user"},
		webApp + "/.default":                            {webApp, "access_as_user"},
		baseURL + "/.default":                           {baseURL, "User.Read User.ReadWrite.All Exchange.Manage"},
	} {
		got := claims[Claims](t, u.signIn("scope", scope).Access)
		if got.Audience != want.audience || got.Scopes != want.scopes {
			t.Errorf("%s: audience %q, scp %q", scope, got.Audience, got.Scopes)
		}
	}
}

func TestPasswordRefusals(t *testing.T) {
	t.Parallel()
	u := newUsers(t)
	cases := []struct {
		name, tenant string
		form         []string
		status       int
		oauth        string
		code         int
		sub          string
	}{
		{"wrong password", contosoID, password("password", "wrong"), 400, "invalid_grant", 50126, ""},
		{"no password", contosoID, password("password", ""), 400, "invalid_request", 900144, ""},
		{"no name", contosoID, password("username", ""), 400, "invalid_request", 900144, ""},
		{"user without a password", contosoID, password("username", "bare@contoso.example"), 400, "invalid_grant", 50126, ""},
		{"unknown user", contosoID, password("username", "missing@contoso.example"), 400, "invalid_grant", 50034, ""},
		{"disabled", contosoID, password("username", "off@contoso.example", "password", "x"), 400, "invalid_grant", 50057, ""},
		{"disabled, wrong password", contosoID, password("username", "off@contoso.example", "password", "y"), 400, "invalid_grant", 50126, ""},
		{"password to be changed", contosoID, password("username", "new@contoso.example", "password", "x"), 400, "invalid_grant", 50055, "user_password_expired"},
		{"external user", contosoID, password("username", "ana_fabrikam.example#EXT#@contoso.onmicrosoft.com", "password", "x"), 501, "not_implemented", 0, ""},
		{"user of another tenant", contosoID, password("username", "sam@northwind.example", "password", "x"), 501, "not_implemented", 0, ""},
		{"role that is not modeled", contosoID, password("username", "reader@contoso.example", "password", "x"), 501, "not_implemented", 0, ""},
		{"no consent", contosoID, password("scope", "https://graph.microsoft.com/Mail.Read"), 400, "invalid_grant", 65001, "consent_required"},
		{"no consent to anything", contosoID, password("client_id", loneApp, "scope", ".default"), 400, "invalid_grant", 65001, "consent_required"},
		{"two APIs", contosoID, password("scope", graphUser+" https://outlook.office365.com/Exchange.Manage"), 400, "invalid_scope", 28000, ""},
		{"default and another scope", contosoID, password("scope", ".default User.Read"), 400, "invalid_scope", 70011, ""},
		{"no permission", contosoID, password("scope", "https://graph.microsoft.com/"), 400, "invalid_scope", 70011, ""},
		{"no scope", contosoID, password("scope", ""), 400, "invalid_request", 900144, ""},
		{"unknown API", contosoID, password("scope", "api://elsewhere/x"), 400, "invalid_resource", 500011, ""},
		{"API that is not modeled", contosoID, password("scope", "https://vault.azure.net//.default"), 501, "not_implemented", 0, ""},
		{"confidential client without a secret", contosoID, password("client_id", webApp), 401, "invalid_client", 7000218, ""},
		{"confidential client, wrong secret", contosoID, password("client_id", webApp, "client_secret", "wrong"), 401, "invalid_client", 7000215, ""},
		{"unknown client", contosoID, password("client_id", contosoID), 400, "unauthorized_client", 700016, ""},
		{"at common", "common", password(), 400, "invalid_request", 9001023, ""},
		{"client of one tenant", "organizations", password("client_id", loneApp), 400, "invalid_request", 50194, ""},
		{"unknown domain", "organizations", password("username", "kim@nowhere.example"), 400, "invalid_request", 50128, ""},
		{"domain of another cloud", "organizations", password("username", "sam@northwind.example"), 400, "invalid_request", 50128, ""},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			a := u.post(u.public, "/"+tc.tenant+"/oauth2/v2.0/token", tc.form...)
			if a.status != tc.status || a.Error != tc.oauth || a.Sub != tc.sub || tc.code != 0 && !slices.Equal(a.Codes, []int{tc.code}) {
				t.Errorf("got %d %s", a.status, a.text)
			}
		})
	}
}

// A path without a tenant resolves to the tenant of the user's domain.
func TestOrganizations(t *testing.T) {
	t.Parallel()
	u := newUsers(t)
	a := u.post(u.public, "/organizations/oauth2/v2.0/token", password()...)
	if got := claims[Claims](t, a.Access); got.TenantID != contosoID {
		t.Errorf("got %+v", got)
	}
	// Both US Government clouds sign in at one address, but their tokens have
	// different audiences.
	cli := func(user string) answered {
		return u.post(u.gov, "/organizations/oauth2/v2.0/token", password("client_id", azureCLI, "username", user, "password", "x", "scope", ".default")...)
	}
	for user, want := range map[string]struct {
		tenant, audience string
		opens, other     *Service
	}{
		"sam@northwind.example": {northwindID, "https://graph.microsoft.us", u.gov, u.dod},
		"al@alpine.example":     {alpineID, "https://dod-graph.microsoft.us", u.dod, u.gov},
	} {
		token := cli(user).Access
		if got := claims[Claims](t, token); got.TenantID != want.tenant || got.Audience != want.audience {
			t.Errorf("%s: got %+v", user, got)
		}
		if _, err := want.opens.Verify(token, Graph); err != nil {
			t.Errorf("%s: %v", user, err)
		}
		if _, err := want.other.Verify(token, Graph); err == nil {
			t.Errorf("%s: the token is accepted by another cloud", user)
		}
	}
}

func TestRefresh(t *testing.T) {
	t.Parallel()
	u := newUsers(t)
	first := u.signIn()
	refresh := func(s *Service, tenant string, changes ...string) answered {
		return u.post(s, "/"+tenant+"/oauth2/v2.0/token", append([]string{
			"grant_type", "refresh_token", "client_id", nativeApp, "refresh_token", first.Refresh, "scope", graphUser + " openid offline_access",
		}, changes...)...)
	}
	for _, tenant := range []string{contosoID, "contoso.example", "common", "organizations"} {
		a := refresh(u.public, tenant)
		if got := claims[Claims](t, a.Access); got.ObjectID != kimID || a.Refresh == "" || a.Refresh == first.Refresh || a.ID == "" {
			t.Errorf("%s: got %s", tenant, a.text)
		}
	}
	// Refresh for another API of the same user, and for the same API when none is
	// named.
	if got := claims[Claims](t, refresh(u.public, contosoID, "scope", "api://"+webApp+"/.default").Access); got.Scopes != "access_as_user" {
		t.Errorf("got %+v", got)
	}
	if got := claims[Claims](t, refresh(u.public, contosoID, "scope", "").Access); got.Audience != "https://graph.microsoft.com" {
		t.Errorf("got %+v", got)
	}
	forged, err := identity().stranger.sign(refreshClaims{Use: useRefresh, AppID: nativeApp, TenantID: contosoID, UserID: kimID, Expires: 1 << 40})
	if err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		name   string
		answer answered
		code   int
	}{
		{"nonsense", refresh(u.public, contosoID, "refresh_token", "nonsense"), 9002313},
		{"access token", refresh(u.public, contosoID, "refresh_token", first.Access), 9002313},
		{"access token with the refresh prefix", refresh(u.public, contosoID, "refresh_token", refreshPrefix+first.Access), 9002313},
		{"forged", refresh(u.public, contosoID, "refresh_token", refreshPrefix+forged), 9002313},
		{"none", refresh(u.public, contosoID, "refresh_token", ""), 900144},
		{"of another client", refresh(u.public, contosoID, "client_id", loneApp), 70000},
		{"at another cloud", refresh(u.gov, "common"), 90002},
		{"no consent", refresh(u.public, contosoID, "scope", "Mail.Read"), 65001},
	}
	for _, tc := range cases {
		if !slices.Equal(tc.answer.Codes, []int{tc.code}) {
			t.Errorf("%s: got %s", tc.name, tc.answer.text)
		}
	}
	if _, err := u.public.Verify(first.Refresh, Graph); err == nil {
		t.Error("Graph accepts a refresh token")
	}
	u.world.Advance(91 * 24 * time.Hour)
	if a := refresh(u.public, contosoID); !slices.Equal(a.Codes, []int{700082}) {
		t.Errorf("after 91 days: %s", a.text)
	}
}

// A refresh token from before a revocation is refused; a later one, and the access
// token, are not.
func TestRefreshAfterRevocation(t *testing.T) {
	t.Parallel()
	u := newUsers(t)
	first := u.signIn("scope", graphUser+" offline_access")
	refresh := func(token string) answered {
		return u.post(u.public, "/"+contosoID+"/oauth2/v2.0/token", "grant_type", "refresh_token", "client_id", nativeApp, "refresh_token", token)
	}
	u.world.Advance(time.Millisecond)
	if err := directory.RevokeSessions(u.world, contosoID, kimID); err != nil {
		t.Fatal(err)
	}
	if a := refresh(first.Refresh); !slices.Equal(a.Codes, []int{50173}) || !strings.Contains(a.text, "invalid_grant") {
		t.Errorf("got %s", a.text)
	}
	if _, err := u.public.Verify(first.Access, Graph); err != nil {
		t.Error(err)
	}
	if a := refresh(u.signIn("scope", graphUser+" offline_access").Refresh); a.Access == "" {
		t.Errorf("after another sign-in: %s", a.text)
	}
}

func TestOnBehalfOf(t *testing.T) {
	t.Parallel()
	u := newUsers(t)
	exchange := func(assertion string, changes ...string) answered {
		return u.post(u.public, "/"+contosoID+"/oauth2/v2.0/token", append([]string{
			"grant_type", grantOnBehalfOf, "client_id", webApp, "client_secret", "hush", "assertion", assertion,
			"requested_token_use", "on_behalf_of", "scope", "https://graph.microsoft.com/.default",
		}, changes...)...)
	}
	caller := u.signIn("scope", "api://"+webApp+"/access_as_user").Access
	got, err := u.public.Verify(exchange(caller).Access, Graph)
	if err != nil || got.AppID != webApp || got.ObjectID != kimID || got.Scopes != "User.Read" || got.Authentication != "1" {
		t.Errorf("got %+v, %v", got, err)
	}
	application := u.post(u.public, "/"+contosoID+"/oauth2/v2.0/token", "grant_type", "client_credentials", "client_id", webApp, "client_secret", "hush", "scope", webApp+"/.default").Access
	cases := []struct {
		name   string
		answer answered
		status int
		code   int
	}{
		{"token for Graph", exchange(u.signIn().Access), 400, 500131},
		{"token of an application", exchange(application), 400, 7000114},
		{"nonsense", exchange("nonsense"), 400, 50013},
		{"refresh token", exchange(u.signIn().Refresh), 400, 50013},
		{"ID token", exchange(u.signIn().ID), 400, 50013},
		{"no assertion", exchange(""), 400, 900144},
		{"another use", exchange(caller, "requested_token_use", "x"), 501, 0},
		{"no use", exchange(caller, "requested_token_use", ""), 400, 900144},
		{"no secret", exchange(caller, "client_secret", ""), 401, 7000218},
		{"public client", exchange(caller, "client_id", nativeApp, "client_secret", ""), 401, 7000218},
		{"no consent", exchange(caller, "scope", "https://graph.microsoft.com/User.ReadWrite.All"), 400, 65001},
	}
	for _, tc := range cases {
		if tc.answer.status != tc.status || tc.code != 0 && !slices.Equal(tc.answer.Codes, []int{tc.code}) {
			t.Errorf("%s: got %d %s", tc.name, tc.answer.status, tc.answer.text)
		}
	}
	u.world.Advance(2 * time.Hour)
	if a := exchange(caller); !slices.Equal(a.Codes, []int{500133}) {
		t.Errorf("two hours later: %s", a.text)
	}
}

// A user who is disabled gets no further tokens.
func TestDisabledAfterwards(t *testing.T) {
	t.Parallel()
	u := newUsers(t)
	first := u.signIn("scope", "api://"+webApp+"/.default offline_access")
	if err := directory.UpdateUser(u.world, contosoID, kimID, map[string]any{"accountEnabled": false}, administrator()); err != nil {
		t.Fatal(err)
	}
	refreshed := u.post(u.public, "/common/oauth2/v2.0/token", "grant_type", "refresh_token", "client_id", nativeApp, "refresh_token", first.Refresh)
	behalf := u.post(u.public, "/"+contosoID+"/oauth2/v2.0/token", "grant_type", grantOnBehalfOf, "client_id", webApp, "client_secret", "hush",
		"assertion", first.Access, "requested_token_use", "on_behalf_of", "scope", ".default")
	for _, a := range []answered{refreshed, behalf} {
		if a.status != http.StatusBadRequest || !slices.Equal(a.Codes, []int{50057}) {
			t.Errorf("got %s", a.text)
		}
	}
}
