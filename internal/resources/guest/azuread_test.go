package guest_test

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// azuread is a substitute for hashicorp/azuread: a CLI that moves a resource from a
// provider's state requests that provider's schema, and nothing else.
type azuread struct{}

func (azuread) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "azuread"
}

func (azuread) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

func (azuread) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}

func (azuread) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (azuread) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return theirs{} }}
}

// theirs is azuread_invitation with the attributes of version 3; it has no
// behavior.
type theirs struct{}

func (theirs) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_invitation"
}

func (theirs) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	input, output := schema.StringAttribute{Optional: true}, schema.StringAttribute{Computed: true}
	resp.Schema = schema.Schema{
		Attributes: map[string]schema.Attribute{
			"id": output, "redeem_url": output, "user_id": output,
			"redirect_url": input, "user_display_name": input, "user_email_address": input, "user_type": input,
		},
		Blocks: map[string]schema.Block{"message": schema.ListNestedBlock{NestedObject: schema.NestedBlockObject{
			Attributes: map[string]schema.Attribute{
				"additional_recipients": schema.ListAttribute{Optional: true, ElementType: types.StringType},
				"body":                  input, "language": input,
			},
		}}},
	}
}

func (theirs) Create(context.Context, resource.CreateRequest, *resource.CreateResponse) {}
func (theirs) Read(context.Context, resource.ReadRequest, *resource.ReadResponse)       {}
func (theirs) Update(context.Context, resource.UpdateRequest, *resource.UpdateResponse) {}
func (theirs) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

// folder is the CLI's folder with this provider and the substitute for azuread.
type folder struct {
	t         *testing.T
	dir       string
	providers string
}

// newFolder starts both providers and writes a configuration and the state of
// an azuread_invitation.
func newFolder(t *testing.T, config string, invited map[string]any) *folder {
	t.Helper()
	standIn := attach(t, "azuread", providerserver.NewProtocol6(azuread{}))
	providers, err := json.Marshal(map[string]attached{
		"registry.terraform.io/hashicorp/azuread": standIn,
		// OpenTofu resolves the moved block to azuread of its own registry.
		"registry.opentofu.org/hashicorp/azuread":               standIn,
		"registry.terraform.io/multitenant-as-code/multitenant": attach(t, "multitenant", ours(t)),
	})
	if err != nil {
		t.Fatal(err)
	}
	f := &folder{t: t, dir: t.TempDir(), providers: string(providers)}
	f.write("main.tf", config)
	f.write("terraform.tfstate", azureadState(t, invited))
	f.must("init")
	return f
}

func ours(t *testing.T) func() tfprotov6.ProviderServer {
	return func() tfprotov6.ProviderServer {
		server, err := acctest.NewProvider()
		if err != nil {
			t.Error(err)
		}
		return server
	}
}

// attached is the CLI's description of a running provider.
type attached struct {
	Protocol        string
	ProtocolVersion int
	Pid             int
	Test            bool
	Addr            struct{ Network, String string }
}

func attach(t *testing.T, name string, server func() tfprotov6.ProviderServer) attached {
	t.Helper()
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	ready, done := channelOf(tf6server.WithDebug), make(chan struct{})
	go func() {
		if err := tf6server.Serve(name, server, tf6server.WithDebug(ctx, ready, done), tf6server.WithLoggingSink(t)); err != nil {
			t.Error(err)
		}
	}()
	t.Cleanup(func() {
		cancel()
		<-done
	})
	c := <-ready
	a := attached{Protocol: string(c.Protocol), ProtocolVersion: c.ProtocolVersion, Pid: c.Pid, Test: c.Test}
	a.Addr.Network, a.Addr.String = c.Addr.Network(), c.Addr.String()
	return a
}

// channelOf creates the channel for an option whose type belongs to a module that
// this one does not require.
func channelOf[C any](func(context.Context, chan C, chan struct{}) tf6server.ServeOpt) chan C {
	return make(chan C, 1)
}

// azureadState is a state file with one azuread_invitation.
func azureadState(t *testing.T, invited map[string]any) string {
	t.Helper()
	data, err := json.Marshal(map[string]any{
		"version": 4, "terraform_version": "1.8.0", "serial": 1, "lineage": "4a9dd9c4-6a6c-4c8b-9f6e-6c7f6f1d0a11", "outputs": map[string]any{},
		"resources": []any{map[string]any{
			"mode": "managed", "type": "azuread_invitation", "name": "ana",
			"provider":  `provider["registry.terraform.io/hashicorp/azuread"]`,
			"instances": []any{map[string]any{"schema_version": 0, "attributes": invited}},
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func (f *folder) write(name, content string) {
	f.t.Helper()
	if err := os.WriteFile(filepath.Join(f.dir, name), []byte(content), 0o600); err != nil {
		f.t.Fatal(err)
	}
}

func (f *folder) run(args ...string) (string, error) {
	cmd := exec.CommandContext(f.t.Context(), acctest.CLI(), append(args, "-no-color")...)
	cmd.Dir = f.dir
	cmd.Env = append(os.Environ(), "TF_REATTACH_PROVIDERS="+f.providers, "TF_IN_AUTOMATION=1", "TF_INPUT=0")
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func (f *folder) must(args ...string) string {
	f.t.Helper()
	out, err := f.run(args...)
	if err != nil {
		f.t.Fatalf("%s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return out
}
