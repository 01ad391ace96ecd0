package entra

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

const (
	kimID     = "c0000000-0000-4000-8000-00000000b001"
	kim       = "kim@contoso.example"
	kimsWord  = "kim's pass word & more"
	nativeApp = "c0000000-0000-4000-8000-00000000a011" // public client, known everywhere
	webApp    = "c0000000-0000-4000-8000-00000000a012" // confidential, has an API
	loneApp   = "c0000000-0000-4000-8000-00000000a013" // public client of one tenant
	alpineID  = "d0000000-0000-4000-8000-000000000001"
	graphUser = "https://graph.microsoft.com/User.Read"
)

const userSeed = `{"tenants":[
{"key":"contoso","tenant_id":"` + contosoID + `","display_name":"Contoso","domains":["contoso.example",{"id":"federated.example","isVerified":true,"authenticationType":"Federated"}],
 "users":[
  {"id":"` + kimID + `","userPrincipalName":"kim@contoso.example","displayName":"Kim Akers","givenName":"Kim","surname":"Akers","passwordProfile":{"password":"` + kimsWord + `"}},
  {"userPrincipalName":"bare@contoso.example"},
  {"userPrincipalName":"plain@contoso.example","passwordProfile":{"password":"x"}},
  {"userPrincipalName":"off@contoso.example","accountEnabled":false,"passwordProfile":{"password":"x"}},
  {"userPrincipalName":"new@contoso.example","passwordProfile":{"password":"x","forceChangePasswordNextSignIn":true}},
  {"userPrincipalName":"reader@contoso.example","passwordProfile":{"password":"x"}},
  {"mail":"ana@fabrikam.example","passwordProfile":{"password":"x"}}],
 "role_assignments":[{"role":"User Administrator","members":["kim@contoso.example"]},{"role":"Directory Readers","members":["reader@contoso.example"]}],
 "applications":[
  {"client_id":"` + nativeApp + `","display_name":"Native","public_client":true,"sign_in_audience":"AzureADMultipleOrgs",
   "delegated_permissions":["User.Read","User.ReadWrite.All","Exchange.Manage","` + webApp + `/access_as_user"]},
  {"client_id":"` + webApp + `","display_name":"Web","client_secret":"hush","delegated_permissions":["https://graph.microsoft.com/User.Read"]},
  {"client_id":"` + loneApp + `","public_client":true}]},
{"key":"northwind","tenant_id":"` + northwindID + `","cloud":"usgovernment","domains":["northwind.example"],
 "users":[{"userPrincipalName":"sam@northwind.example","passwordProfile":{"password":"x"}}]},
{"key":"alpine","tenant_id":"` + alpineID + `","cloud":"usgovernment_dod","domains":["alpine.example"],
 "users":[{"userPrincipalName":"al@alpine.example","passwordProfile":{"password":"x"}}]}
]}`

// users is an estate whose users can sign in.
type users struct {
	t        *testing.T
	world    *kernel.World
	public   *Service
	gov, dod *Service
}

func newUsers(t *testing.T) *users {
	t.Helper()
	seed, err := area.ParseSeed("test", []byte(userSeed))
	if err != nil {
		t.Fatal(err)
	}
	w := area.NewWorld(kernel.Options{})
	if err := w.Load(seed); err != nil {
		t.Fatal(err)
	}
	codes := NewDeviceCodes(w.Now)
	service := func(cloud, base string, siblings ...string) *Service {
		return New(Config{World: w, Cloud: cloud, Siblings: siblings, BaseURLs: []string{base}, Key: identity().tokens, DeviceCodes: codes})
	}
	return &users{
		t, w, service(schema.CloudPublic, baseURL),
		service(schema.CloudUSGov, "https://127.0.0.1:8444", schema.CloudDoD), service(schema.CloudDoD, "https://127.0.0.1:8445"),
	}
}

// answered is a response of the login service.
type answered struct {
	status  int
	text    string
	Access  string `json:"access_token"`
	Refresh string `json:"refresh_token"`
	ID      string `json:"id_token"`
	Scope   string `json:"scope"`
	Info    string `json:"client_info"`
	Error   string `json:"error"`
	Sub     string `json:"suberror"`
	Codes   []int  `json:"error_codes"`
	Device  string `json:"device_code"`
	User    string `json:"user_code"`
	Message string `json:"message"`
}

// post sends a form of names and values; empty values are omitted.
func (u *users) post(s *Service, path string, form ...string) answered {
	u.t.Helper()
	values := url.Values{}
	for i := 0; i < len(form); i += 2 {
		values.Del(form[i])
		if form[i+1] != "" {
			values.Set(form[i], form[i+1])
		}
	}
	r := httptest.NewRequest(http.MethodPost, baseURL+path, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	a := answered{status: w.Code, text: w.Body.String()}
	if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil {
		u.t.Fatalf("%s: %v in %s", path, err, w.Body)
	}
	for _, secret := range []string{kimsWord, "hush", u.t.Name() + "-secret"} {
		if strings.Contains(a.text, secret) {
			u.t.Errorf("the response contains a secret: %s", a.text)
		}
	}
	return a
}

// password is a valid request for Kim with some parameters changed.
func password(changes ...string) []string {
	return append([]string{
		"grant_type", "password", "client_id", nativeApp, "username", kim, "password", kimsWord, "scope", graphUser + " openid offline_access profile",
	}, changes...)
}

func (u *users) signIn(changes ...string) answered {
	u.t.Helper()
	a := u.post(u.public, "/"+contosoID+"/oauth2/v2.0/token", password(changes...)...)
	if a.status != http.StatusOK {
		u.t.Fatalf("got %s", a.text)
	}
	return a
}

// claims decodes a token of the service without checking its audience.
func claims[T any](t *testing.T, token string) T {
	t.Helper()
	parsed, err := parseJWS(token)
	if err != nil || !identity().tokens.signed(parsed) {
		t.Fatalf("%q is not a token of the service: %v", token, err)
	}
	var c T
	if err := json.Unmarshal(parsed.payload, &c); err != nil {
		t.Fatal(err)
	}
	return c
}

func decoded(t *testing.T, text string) string {
	t.Helper()
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
