package emulator

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
	facts "github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// Objects of the demo estate.
const (
	contosoID      = "c0000000-0000-4000-8000-000000000001"
	fabrikamID     = "f0000000-0000-4000-8000-000000000001"
	northwindID    = "a0000000-0000-4000-8000-000000000001"
	contosoApp     = "c0000000-0000-4000-8000-00000000a001"
	fabrikamApp    = "f0000000-0000-4000-8000-00000000a001"
	northwindApp   = "a0000000-0000-4000-8000-00000000a001"
	contosoSecret  = "contoso-demo-secret"
	publicGraph    = "https://graph.microsoft.com"
	governGraph    = "https://graph.microsoft.us"
	invalidToken   = "InvalidAuthenticationToken"
	expiredMessage = "Access token has expired or is not yet valid."
)

var sharedCA = sync.OnceValues(NewCA)

// rig is a running emulator with the demo estate, and a client that trusts it.
type rig struct {
	t      *testing.T
	server *Server
	client *http.Client
}

func start(t *testing.T, config Config) *rig {
	t.Helper()
	ca, err := sharedCA()
	if err != nil {
		t.Fatal(err)
	}
	config.CA = ca
	if config.World == nil {
		// Lists begin with their existing objects.
		config.World = area.NewWorld(kernel.Options{
			Settings: facts.With(func(s *facts.Settings) { s.EmptyPageWithNextLink = false }),
		})
	}
	seed, err := area.ParseSeed(demoName, demo)
	if err != nil {
		t.Fatal(err)
	}
	if err := config.World.Load(seed); err != nil {
		t.Fatal(err)
	}
	server, err := Start(config)
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{t, server, clientOf(server)}
	t.Cleanup(func() {
		r.client.CloseIdleConnections()
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

// answer is a response that has been read.
type answer struct {
	status int
	header http.Header
	body   string
}

// code is the error's code in Graph's envelope.
func (a answer) code() string {
	var body struct {
		Error struct{ Code, Message string }
	}
	// Bodies in another form have no code.
	_ = json.Unmarshal([]byte(a.body), &body)
	return body.Error.Code
}

// try sends a request. It returns the received part of a truncated response.
func (r *rig) try(method, address, token, body string) (answer, error) {
	r.t.Helper()
	request, err := http.NewRequestWithContext(r.t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := r.client.Do(request)
	if err != nil {
		return answer{}, err
	}
	return r.read(response)
}

func (r *rig) do(method, address, token, body string) answer {
	r.t.Helper()
	a, err := r.try(method, address, token, body)
	if err != nil {
		r.t.Fatal(err)
	}
	return a
}

func (r *rig) base(cloud string) string { return r.server.Clouds()[cloud].Graph }

// token signs in as MSAL does: discovery first, then its token endpoint.
func (r *rig) token(cloud, tenant, clientID, secret, audience string) string {
	r.t.Helper()
	authority := r.server.Clouds()[cloud].Authority
	discovered := r.do("GET", authority+"/"+tenant+"/v2.0/.well-known/openid-configuration", "", "")
	var document struct {
		TokenEndpoint string `json:"token_endpoint"`
	}
	if err := json.Unmarshal([]byte(discovered.body), &document); err != nil || discovered.status != http.StatusOK {
		r.t.Fatalf("discovery: %+v", discovered)
	}
	issued := r.postForm(document.TokenEndpoint, clientID, secret, audience)
	var body struct {
		AccessToken string `json:"access_token"`
	}
	if err := json.Unmarshal([]byte(issued.body), &body); err != nil || body.AccessToken == "" {
		r.t.Fatalf("token: %+v", issued)
	}
	return body.AccessToken
}

func (r *rig) contosoToken() string {
	r.t.Helper()
	return r.token(schema.CloudPublic, "contoso.example", contosoApp, contosoSecret, publicGraph)
}

// control calls the control API and checks the status.
func (r *rig) control(method, path, body string, status int) string {
	r.t.Helper()
	a := r.do(method, r.server.Control()+path, "", body)
	if a.status != status {
		r.t.Fatalf("%s %s: %d %s", method, path, a.status, a.body)
	}
	return a.body
}

// signIn requests a token and returns the response, including a refusal.
func (r *rig) signIn(tenant, clientID, secret string) answer {
	r.t.Helper()
	endpoint := r.server.Clouds()[schema.CloudPublic].Authority + "/" + tenant + "/oauth2/v2.0/token"
	return r.postForm(endpoint, clientID, secret, publicGraph)
}

func (r *rig) postForm(endpoint, clientID, secret, audience string) answer {
	r.t.Helper()
	response, err := r.client.PostForm(endpoint, url.Values{
		"grant_type": {"client_credentials"}, "client_id": {clientID}, "client_secret": {secret}, "scope": {audience + "/.default"},
	})
	if err != nil {
		r.t.Fatal(err)
	}
	a, err := r.read(response)
	if err != nil {
		r.t.Fatal(err)
	}
	return a
}

func (r *rig) read(response *http.Response) (answer, error) {
	r.t.Helper()
	data, err := io.ReadAll(response.Body)
	if err := response.Body.Close(); err != nil {
		r.t.Fatal(err)
	}
	return answer{response.StatusCode, response.Header, string(data)}, err
}
