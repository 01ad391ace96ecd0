// Package strangers has no code, only tests: Microsoft's own client library, which
// knows nothing of the emulator and shares no code with it, signs in under the
// official names as if it were at Microsoft. What it accepts was not written from
// the same notes as the emulator.
//
// It starts package emulator and sends everything to it, whatever the name.
package strangers_test

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

const (
	contosoID   = "c0000000-0000-4000-8000-000000000001"
	northwindID = "a0000000-0000-4000-8000-000000000001"
	alpineID    = "d0000000-0000-4000-8000-000000000001"
	tailspinID  = "e0000000-0000-4000-8000-000000000001"
	appID       = "c0000000-0000-4000-8000-00000000a001" // in every tenant
	nativeID    = "c0000000-0000-4000-8000-00000000a002"
	kim         = "kim@contoso.example"
	secret      = "s3cret-of-nobody"
	password    = "p4ssword-of-kim"
)

// estate is a tenant in each cloud, with one application that is registered in all
// of them. Contoso has a user who can sign in, and a native client.
func estate(t *testing.T) []byte {
	t.Helper()
	app := application.Seed{
		ClientID: appID, ClientSecret: secret, Permissions: []string{"User.Read.All"}, DelegatedPermissions: []string{"User.Read.All"},
	}
	native := application.Seed{
		ClientID: nativeID, PublicClient: true, SignInAudience: "AzureADMultipleOrgs",
		DelegatedPermissions: []string{"User.Read.All", "Exchange.Manage", "api://" + appID + "/access_as_user"},
	}
	tenant := func(key, id, cloud string, applications ...application.Seed) map[string]any {
		return map[string]any{"key": key, "tenant_id": id, "cloud": cloud, "applications": applications}
	}
	contoso := tenant("contoso", contosoID, "public", app, native)
	contoso["domains"] = []string{"contoso.example"}
	contoso["users"] = []any{map[string]any{"userPrincipalName": kim, "passwordProfile": map[string]string{"password": password}}}
	contoso["role_assignments"] = []directory.RoleSeed{{Role: "Global Administrator", Members: []string{kim}}}
	seed, err := json.Marshal(map[string]any{"tenants": []any{
		contoso, tenant("northwind", northwindID, "usgovernment", app),
		tenant("alpine", alpineID, "usgovernment_dod", app), tenant("tailspin", tailspinID, "china", app),
	}})
	if err != nil {
		t.Fatal(err)
	}
	return seed
}

// internet is a network in which every name leads to an emulator.
type internet struct {
	t      *testing.T
	server *emulator.Server
	client *http.Client
}

func connect(t *testing.T) *internet {
	t.Helper()
	w := area.NewWorld(kernel.Options{})
	parsed, err := area.ParseSeed("seed", estate(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Load(parsed); err != nil {
		t.Fatal(err)
	}
	server, err := emulator.Start(emulator.Config{World: w, Hosts: true})
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: server.CA().Pool(), MinVersion: tls.VersionTLS12},
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, server.Hosts().Address)
		},
	}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	return &internet{t, server, &http.Client{Transport: transport}}
}

func (i *internet) options(c cloud.Configuration) azcore.ClientOptions {
	return azcore.ClientOptions{Cloud: c, Transport: i.client, Retry: policy.RetryOptions{MaxRetries: -1}}
}

// token signs in, or fails the test.
func (i *internet) token(credential azcore.TokenCredential, scope string) string {
	i.t.Helper()
	token, err := credential.GetToken(i.t.Context(), policy.TokenRequestOptions{Scopes: []string{scope}})
	if err != nil {
		i.t.Fatal(err)
	}
	return token.Token
}

// users reads the users of a tenant, and gives the status and the body.
func (i *internet) users(graph, token string) (int, string) {
	i.t.Helper()
	request, err := http.NewRequestWithContext(i.t.Context(), http.MethodGet, graph+"/v1.0/users?$select=id", http.NoBody)
	if err != nil {
		i.t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+token)
	return i.send(request)
}

func (i *internet) send(request *http.Request) (int, string) {
	i.t.Helper()
	response, err := i.client.Do(request)
	if err != nil {
		i.t.Fatal(err)
	}
	body, err := io.ReadAll(response.Body)
	if closed := response.Body.Close(); err != nil || closed != nil {
		i.t.Fatal(err, closed)
	}
	return response.StatusCode, string(body)
}

// approve plays a user who types in a code. The control API has no official name, so
// it is called where it listens.
func (i *internet) approve(userCode, tenant, user string) error {
	body, err := json.Marshal(map[string]string{"user_code": userCode, "tenant": tenant, "user": user})
	if err != nil {
		return err
	}
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: i.server.CA().Pool(), MinVersion: tls.VersionTLS12}}}
	defer client.CloseIdleConnections()
	response, err := client.Post(i.server.Control()+"/device_codes", "application/json", strings.NewReader(string(body)))
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusNoContent {
		i.t.Errorf("the code was not approved: %s", response.Status)
	}
	return response.Body.Close()
}

// asked counts the sign-in requests whose path has a part.
func (i *internet) asked(part string) int {
	entries, _ := i.server.Journal().Entries(wire.Filter{Service: wire.Login})
	n := 0
	for _, e := range entries {
		if strings.Contains(e.Path, part) {
			n++
		}
	}
	return n
}
