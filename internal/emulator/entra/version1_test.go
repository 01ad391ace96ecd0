package entra

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Version 1.0 of the endpoint names an API instead of scopes, and answers with
// strings.
func TestVersion1(t *testing.T) {
	t.Parallel()
	u := newUsers(t)
	token := func(form ...string) answered { return u.post(u.public, "/contoso.example/oauth2/token", form...) }
	app := token("grant_type", "client_credentials", "client_id", webApp, "client_secret", "hush", "resource", "https://graph.microsoft.com/")
	if _, err := u.public.Verify(app.Access, Graph); err != nil {
		t.Errorf("%v in %s", err, app.text)
	}
	var body struct {
		ExpiresIn string `json:"expires_in"`
		ExpiresOn string `json:"expires_on"`
		NotBefore string `json:"not_before"`
		Resource  string `json:"resource"`
	}
	if err := json.Unmarshal([]byte(app.text), &body); err != nil || body.ExpiresIn != "3599" || body.Resource != "https://graph.microsoft.com/" ||
		body.ExpiresOn != strconv.FormatInt(claims[Claims](t, app.Access).Expires, 10) || body.NotBefore == "" {
		t.Errorf("%v: %s", err, app.text)
	}
	user := token("grant_type", "password", "client_id", nativeApp, "username", kim, "password", kimsWord, "resource", "https://graph.microsoft.com", "scope", "openid")
	if got := claims[Claims](t, user.Access); got.Scopes != "User.Read User.ReadWrite.All openid" || user.Refresh == "" {
		t.Errorf("got %s", user.text)
	}
	if id := claims[idClaims](t, user.ID); id.Version != "1.0" || id.Issuer != "https://sts.windows.net/"+contosoID+"/" || id.UserPrincipalName != kim {
		t.Errorf("got %+v", id)
	}
	again := token("grant_type", "refresh_token", "client_id", nativeApp, "refresh_token", user.Refresh)
	other := token("grant_type", "refresh_token", "client_id", nativeApp, "refresh_token", user.Refresh, "resource", webApp)
	if claims[Claims](t, again.Access).Audience != "https://graph.microsoft.com" || claims[Claims](t, other.Access).Audience != webApp {
		t.Errorf("got %s and %s", again.text, other.text)
	}
	device := u.post(u.public, "/common/oauth2/devicecode", "client_id", nativeApp, "resource", "https://graph.microsoft.com")
	if !strings.Contains(device.text, `"verification_url"`) {
		t.Errorf("got %s", device.text)
	}
	if err := u.public.ApproveDeviceCode(u.contoso(), kim, device.User); err != nil {
		t.Fatal(err)
	}
	if a := token("grant_type", "device_code", "client_id", nativeApp, "code", device.Device); claims[Claims](t, a.Access).ObjectID != kimID {
		t.Errorf("got %s", a.text)
	}
	for name, form := range map[string][]string{
		"application": {"grant_type", "client_credentials", "client_id", webApp, "client_secret", "hush"},
		"user":        {"grant_type", "password", "client_id", nativeApp, "username", kim, "password", kimsWord},
		"old API":     {"grant_type", "client_credentials", "client_id", webApp, "client_secret", "hush", "resource", "https://graph.windows.net"},
	} {
		if a := token(form...); a.status != http.StatusNotImplemented {
			t.Errorf("%s without a modeled resource: %s", name, a.text)
		}
	}
	if a := u.post(u.public, "/common/oauth2/devicecode", "client_id", nativeApp); a.status != http.StatusNotImplemented {
		t.Errorf("device code without a resource: %s", a.text)
	}
}

// An assertion may have the version 1.0 endpoint as its audience.
func TestAssertionForVersion1(t *testing.T) {
	t.Parallel()
	e := newEstate(t)
	accessToken(t, postForm(e.public, contosoID, withAssertion(certificateAssertion(t, algRS256, identity().client, func(_ *joseHeader, a *assertion) {
		a.Audience = audienceList{tokenEndpointV1(baseURL, contosoID)}
	}))))
}

func TestDiscoveryOfVersion1(t *testing.T) {
	t.Parallel()
	e := newEstate(t)
	for tenant, issuer := range map[string]string{
		contosoID: "https://sts.windows.net/" + contosoID + "/", "common": "https://sts.windows.net/{tenantid}/",
	} {
		var doc map[string]any
		if err := json.Unmarshal(get(e.public, baseURL+"/"+tenant+"/.well-known/openid-configuration").Body.Bytes(), &doc); err != nil {
			t.Fatal(err)
		}
		if doc["issuer"] != issuer || doc["token_endpoint"] != baseURL+"/"+tenant+"/oauth2/token" {
			t.Errorf("%s: got %v", tenant, doc)
		}
	}
}

func TestDiscoveryWithoutATenant(t *testing.T) {
	t.Parallel()
	e := newEstate(t)
	for _, name := range []string{"common", "organizations"} {
		var doc map[string]any
		if err := json.Unmarshal(get(e.public, baseURL+"/"+name+"/v2.0/.well-known/openid-configuration").Body.Bytes(), &doc); err != nil {
			t.Fatal(err)
		}
		if doc["issuer"] != baseURL+"/{tenantid}/v2.0" || doc["token_endpoint"] != baseURL+"/"+name+"/oauth2/v2.0/token" || doc["tenant_region_scope"] != nil {
			t.Errorf("%s: got %v", name, doc)
		}
		if w := get(e.public, baseURL+"/"+name+"/discovery/v2.0/keys"); w.Code != http.StatusOK {
			t.Errorf("keys of %s: %d %s", name, w.Code, w.Body)
		}
	}
}

// An official address lists all clouds and no other host.
func TestInstanceDiscovery(t *testing.T) {
	t.Parallel()
	e := newEstate(t)
	ask := func(host, authority string) (status int, endpoint string, networks []string) {
		w := get(e.public, "https://"+host+"/common/discovery/instance?api-version=1.1&authorization_endpoint=https://"+authority+"/common/oauth2/v2.0/authorize")
		var body struct {
			Endpoint string `json:"tenant_discovery_endpoint"`
			Metadata []struct {
				Network string   `json:"preferred_network"`
				Aliases []string `json:"aliases"`
			}
		}
		if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil {
			t.Fatal(err)
		}
		for _, m := range body.Metadata {
			networks = append(networks, m.Network)
			if !slices.Contains(m.Aliases, m.Network) {
				t.Errorf("%s is not among %v", m.Network, m.Aliases)
			}
		}
		return w.Code, body.Endpoint, networks
	}
	all := []string{"login.microsoftonline.com", "login.microsoftonline.us", "login.partner.microsoftonline.cn"}
	for _, authority := range []string{"login.microsoftonline.com", "login.microsoftonline.us", "login.chinacloudapi.cn", "login.windows.net"} {
		status, endpoint, networks := ask("login.microsoftonline.com", authority)
		if status != http.StatusOK || endpoint != "https://"+authority+"/common/v2.0/.well-known/openid-configuration" || !slices.Equal(networks, all) {
			t.Errorf("%s: %d %s %v", authority, status, endpoint, networks)
		}
	}
	if status, _, _ := ask("login.microsoftonline.com", "login.elsewhere.example"); status != http.StatusBadRequest {
		t.Errorf("an unknown authority: %d", status)
	}
	if _, endpoint, networks := ask("127.0.0.1:8443", "127.0.0.1:8443"); endpoint != baseURL+"/common/v2.0/.well-known/openid-configuration" || !slices.Equal(networks, []string{"127.0.0.1:8443"}) {
		t.Errorf("the listener: %s %v", endpoint, networks)
	}
}

func TestUserRealm(t *testing.T) {
	t.Parallel()
	u := newUsers(t)
	for user, want := range map[string]string{
		"kim@contoso.example":     `"account_type":"Managed"`,
		"KIM@Contoso.Example":     `"account_type":"Managed"`,
		"kim@nowhere.example":     `"account_type":"Unknown"`,
		"lee@federated.example":   "not_implemented",
		"sam%40northwind.example": `"account_type":"Unknown"`,
	} {
		if w := get(u.public, baseURL+"/common/UserRealm/"+user+"?api-version=1.0"); !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: %d %s", user, w.Code, w.Body)
		}
	}
}

func FuzzParseScopes(f *testing.F) {
	f.Add("https://graph.microsoft.com/.default openid")
	f.Add("a/b a/c /d //")
	f.Fuzz(func(t *testing.T, text string) {
		s, refused := parseScopes(text)
		if refused != nil {
			return
		}
		if s.all && len(s.names) > 0 || len(s.text) == 0 || slices.Contains(s.names, "") {
			t.Errorf("%q: got %+v", text, s)
		}
	})
}

func FuzzParseRefresh(f *testing.F) {
	f.Add("1.e30.e30.e30")
	f.Add("1.")
	f.Fuzz(func(t *testing.T, text string) {
		u := Service{config: Config{Key: identity().tokens}}
		if c, refused := u.parseRefresh(text); refused == nil {
			t.Errorf("%q is a refresh token: %+v", text, c)
		}
	})
}
