package emulator

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// A resource manager returns official names under an official name, and the
// listener's own address otherwise.
func TestMetadata(t *testing.T) {
	t.Parallel()
	r := named(t)
	type endpoints struct {
		Name           string `json:"name"`
		Graph          string `json:"microsoftGraphResourceId"`
		Manager        string `json:"resourceManager"`
		Authentication struct {
			Login     string   `json:"loginEndpoint"`
			Audiences []string `json:"audiences"`
		} `json:"authentication"`
	}
	one := func(address string) (e endpoints) {
		a := r.do("GET", address+"/metadata/endpoints?api-version=2022-09-01", "", "")
		if err := json.Unmarshal([]byte(a.body), &e); err != nil || len(e.Authentication.Audiences) == 0 {
			t.Fatalf("%s: %v in %s", address, err, a.body)
		}
		return e
	}
	for host, want := range map[string][3]string{
		"management.azure.com":         {"AzureCloud", "https://login.microsoftonline.com", "https://graph.microsoft.com"},
		"management.usgovcloudapi.net": {"AzureUSGovernment", "https://login.microsoftonline.us", "https://graph.microsoft.us"},
		"management.chinacloudapi.cn":  {"AzureChinaCloud", "https://login.partner.microsoftonline.cn", "https://microsoftgraph.chinacloudapi.cn"},
	} {
		if e := one("https://" + host); e.Name != want[0] || e.Authentication.Login != want[1] || e.Graph != want[2] || e.Manager != "https://"+host {
			t.Errorf("%s: got %+v", host, e)
		}
	}
	var list []endpoints
	if a := r.do("GET", "https://management.azure.com/metadata/endpoints?api-version=2019-05-01", "", ""); json.Unmarshal([]byte(a.body), &list) != nil || len(list) != 1 {
		t.Errorf("got %s", a.body)
	}
	for _, path := range []string{"/metadata/endpoints", "/metadata/endpoints?api-version=1.0", "/tenants?api-version=2019-11-01"} {
		if a := r.do("GET", "https://management.azure.com"+path, "", ""); a.status != http.StatusNotImplemented {
			t.Errorf("%s: %d %s", path, a.status, a.body)
		}
	}
	r.client = clientOf(r.server)
	for _, cloud := range schema.Clouds() {
		own := r.base(cloud)
		if e := one(own); e.Authentication.Login != own || e.Graph != own || e.Manager != own {
			t.Errorf("%s: got %+v", cloud, e)
		}
	}
	if u, err := url.Parse(r.base(schema.CloudPublic)); err != nil || u.Port() == "" {
		t.Errorf("the listener has no port: %v", err)
	}
}

// The resource manager lists no subscription to a caller with a token of its own, and
// refuses other callers. Clouds that share it accept each other's tenants.
func TestSubscriptions(t *testing.T) {
	t.Parallel()
	r := named(t)
	const alpine, list = "d0000000-0000-4000-8000-000000000001", "/subscriptions?api-version=2022-12-01"
	token := func(login, tenant, app, secret, audience string) string {
		issued := r.postForm("https://"+login+"/"+tenant+"/oauth2/v2.0/token", app, secret, audience)
		var body struct {
			AccessToken string `json:"access_token"`
		}
		if err := json.Unmarshal([]byte(issued.body), &body); err != nil || body.AccessToken == "" {
			t.Fatalf("%s at %s: %s", tenant, login, issued.body)
		}
		return body.AccessToken
	}
	contoso := func(audience string) string {
		return token("login.microsoftonline.com", contosoID, contosoApp, contosoSecret, audience)
	}
	const public, government = "https://management.azure.com", "https://management.usgovcloudapi.net"
	for name, tc := range map[string]struct {
		address, token, code string
		status               int
	}{
		"a token of the first audience":  {public + list, contoso("https://management.core.windows.net/"), "", http.StatusOK},
		"a token of the second audience": {public + list, contoso(public), "", http.StatusOK},
		"upper case":                     {public + "/Subscriptions?api-version=2016-06-01", contoso(public), "", http.StatusOK},
		"US Government":                  {government + list, token("login.microsoftonline.us", northwindID, northwindApp, "northwind-demo-secret", government), "", http.StatusOK},
		"no token":                       {public + list, "", "AuthenticationFailed", http.StatusUnauthorized},
		"a token for Graph":              {public + list, contoso(publicGraph), "InvalidAuthenticationTokenAudience", http.StatusUnauthorized},
		"a tenant of another cloud":      {government + list, contoso(public), "InvalidAuthenticationToken", http.StatusUnauthorized},
		"a forged token":                 {public + list, "x.y.z", "InvalidAuthenticationToken", http.StatusUnauthorized},
		"no version":                     {public + "/subscriptions", contoso(public), "MissingApiVersionParameter", http.StatusBadRequest},
		"one subscription":               {public + "/subscriptions/" + alpine + "?api-version=2022-12-01", contoso(public), "NotImplemented", http.StatusNotImplemented},
	} {
		a := r.do("GET", tc.address, tc.token, "")
		if a.status != tc.status || a.code() != tc.code || tc.status == http.StatusOK && !strings.Contains(a.body, `"value":[]`) {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
	if a := r.do("GET", "https://graph.microsoft.com/v1.0/users", contoso(public), ""); a.status != http.StatusUnauthorized {
		t.Errorf("Graph accepts a token for the resource manager: %d %s", a.status, a.body)
	}
	seed, err := area.ParseSeed("test", []byte(`{"tenants":[{"key":"alpine","tenant_id":"`+alpine+`","cloud":"usgovernment_dod",
 "applications":[{"client_id":"`+contosoApp+`","client_secret":"x"}]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	if err := r.server.World().Load(seed); err != nil {
		t.Fatal(err)
	}
	if a := r.do("GET", government+list, token("login.microsoftonline.us", alpine, contosoApp, "x", government), ""); a.status != http.StatusOK {
		t.Errorf("a tenant of DoD: %d %s", a.status, a.body)
	}
}

// The listener's own address, as an audience, stands for the resource manager too.
func TestSubscriptionsAtTheOwnAddress(t *testing.T) {
	t.Parallel()
	r := start(t, Config{})
	own, list := r.base(schema.CloudPublic), "/subscriptions?api-version=2022-12-01"
	if a := r.do("GET", own+list, r.token(schema.CloudPublic, contosoID, contosoApp, contosoSecret, own), ""); a.status != http.StatusOK {
		t.Errorf("the own address: %d %s", a.status, a.body)
	}
	if a := r.do("GET", own+list, r.contosoToken(), ""); a.code() != "InvalidAuthenticationTokenAudience" {
		t.Errorf("Graph: %d %s", a.status, a.body)
	}
}
