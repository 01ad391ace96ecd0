package acctest

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/provider"
)

// World is an emulator with an estate, for one test. What the test does with the
// world itself passes no replica: it sees what is true at once. What the service
// shows to others, Server().World() shows as well.
type World struct {
	*kernel.World

	t      *testing.T
	server *emulator.Server
	estate *Estate
	gate   *gate
}

// Start makes a world and ends it with the test.
func Start(t *testing.T, e *Estate) *World {
	t.Helper()
	return StartWith(t, e, kernel.Options{})
}

// StartWith makes a world with replication lag or with other facts than the
// documented ones. Requests move the lag, so that no test waits for a clock.
func StartWith(t *testing.T, e *Estate, options kernel.Options) *World {
	t.Helper()
	if authority == nil {
		t.Fatal("the package's TestMain has to call acctest.Main")
	}
	options.RequestsMoveLag = true
	options.Settings = over(ofTheRun, options.Settings)
	estate := area.NewWorld(options)
	if err := estate.Load(e.Seed(t)); err != nil {
		t.Fatal(err)
	}
	g := &gate{}
	server, err := emulator.Start(emulator.Config{CA: authority, World: estate, Layer: g.layer})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
		if missing := notModeled(server); len(missing) > 0 {
			t.Errorf("the emulator does not model:\n%s", strings.Join(missing, "\n"))
		}
	})
	return &World{World: estate.Truth(), t: t, server: server, estate: e, gate: g}
}

// notModeled lists the requests that the emulator answered with 501: a test
// that needs them proves nothing.
func notModeled(s *emulator.Server) []string {
	entries, _ := s.Journal().Entries(wire.Filter{})
	var missing []string
	for _, e := range entries {
		if e.Status == http.StatusNotImplemented {
			missing = append(missing, e.Method+" "+e.Path)
		}
	}
	return missing
}

// Test runs the steps with the real CLI. After each step that applies, the
// plan has to be empty.
func (w *World) Test(steps ...resource.TestStep) {
	w.t.Helper()
	resource.UnitTest(w.t, resource.TestCase{
		ProtoV6ProviderFactories: map[string]func() (tfprotov6.ProviderServer, error){
			"multitenant": NewProvider,
		},
		Steps: steps,
	})
}

// NewProvider makes a provider as the CLI talks to it.
func NewProvider() (tfprotov6.ProviderServer, error) {
	return providerserver.NewProtocol6WithError(provider.New("test")())()
}

// Config puts the provider block for all tenants before a configuration.
func (w *World) Config(body string) string { return w.ConfigFor(w.Keys(), body) }

// ConfigFor puts a provider block for some tenants before a configuration.
func (w *World) ConfigFor(keys []string, body string) string {
	return Requirements + w.Provider(keys...) + body
}

// Requirements name the provider with its host, so that Terraform and OpenTofu
// mean the same one.
const Requirements = `
terraform {
  required_providers {
    multitenant = {
      source = "registry.terraform.io/multitenant-as-code/multitenant"
    }
  }
}
`

// Provider is a provider block for some tenants of the estate.
func (w *World) Provider(keys ...string) string {
	var b strings.Builder
	b.WriteString("\nprovider \"multitenant\" {\n  tenants = {\n")
	for _, key := range keys {
		fmt.Fprintf(&b, "    %s = {\n%s    }\n", key, w.Entry(key, ""))
	}
	b.WriteString("  }\n}\n")
	return b.String()
}

// Entry is the inside of a tenant's entry in the provider block. Credential
// replaces the client id and secret of the estate unless it is empty.
func (w *World) Entry(key, credential string) string {
	tenant := w.estate.Tenant(key)
	if credential == "" {
		app := tenant.Applications[0]
		credential = fmt.Sprintf("client_id = %q\nclient_secret = %q\n", app.ClientID, app.ClientSecret)
	}
	e := w.server.Clouds()[tenant.Cloud]
	return fmt.Sprintf("tenant_id = %q\ncloud = %q\n%sendpoints = {\n  authority = %q\n  graph = %q\n  exchange = %q\n}\n",
		tenant.TenantID, tenant.Cloud, credential, e.Authority, e.Graph, e.Exchange)
}

// Keys lists the tenants of the estate.
func (w *World) Keys() []string {
	keys := make([]string, 0, len(w.estate.Tenants))
	for _, t := range w.estate.Tenants {
		keys = append(keys, t.Key)
	}
	return keys
}

// Server is the emulator itself.
func (w *World) Server() *emulator.Server { return w.server }

// Fault adds a rule that disturbs requests.
func (w *World) Fault(f wire.Fault) {
	w.t.Helper()
	if _, err := w.server.Faults().Add(f); err != nil {
		w.t.Fatal(err)
	}
}
