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

// World is an emulator with an estate, for one test. The test's own access
// bypasses the replicas and sees the current state. Server().World() shows the
// view of the service's clients.
type World struct {
	*kernel.World

	t      *testing.T
	server *emulator.Server
	estate *Estate
	gate   *gate
}

// Start starts a world that stops with the test.
func Start(t *testing.T, e *Estate) *World {
	t.Helper()
	return StartWith(t, e, kernel.Options{})
}

// StartWith starts a world with replication lag or with undocumented behavior.
// Lag advances by requests, so that no test waits for a clock.
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

// NewProvider starts a provider server as the CLI does.
func NewProvider() (tfprotov6.ProviderServer, error) {
	return providerserver.NewProtocol6WithError(provider.New("test")())()
}

// Config prepends the provider block for all tenants to a configuration.
func (w *World) Config(body string) string { return w.ConfigFor(w.Keys(), body) }

// ConfigFor prepends a provider block for some tenants to a configuration.
func (w *World) ConfigFor(keys []string, body string) string {
	return Requirements + w.Provider(keys...) + body
}

// Requirements include the provider's host, so that Terraform and OpenTofu select
// the same one.
const Requirements = `
terraform {
  required_providers {
    multitenant = {
      source = "registry.terraform.io/multitenant-as-code/multitenant"
    }
  }
}
`

// Provider returns a provider block for some tenants of the estate.
func (w *World) Provider(keys ...string) string {
	var b strings.Builder
	b.WriteString("\nprovider \"multitenant\" {\n  tenants = {\n")
	for _, key := range keys {
		fmt.Fprintf(&b, "    %s = {\n%s    }\n", key, w.Entry(key, ""))
	}
	b.WriteString("  }\n}\n")
	return b.String()
}

// Entry returns the body of a tenant's entry in the provider block. A non-empty
// credential replaces the client id and secret of the estate.
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

// Keys lists the keys of the tenants of the estate.
func (w *World) Keys() []string {
	keys := make([]string, 0, len(w.estate.Tenants))
	for _, t := range w.estate.Tenants {
		keys = append(keys, t.Key)
	}
	return keys
}

// Server is the emulator itself.
func (w *World) Server() *emulator.Server { return w.server }

// Fault adds a fault rule for requests.
func (w *World) Fault(f wire.Fault) {
	w.t.Helper()
	if _, err := w.server.Faults().Add(f); err != nil {
		w.t.Fatal(err)
	}
}
