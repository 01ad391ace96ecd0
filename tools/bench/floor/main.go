// Command floor is a provider that does nothing, for `make bench`: invitations with the
// schema of this repository's provider, without plan modifiers, validators and requests.
// What it costs is the price of Terraform and of the plugin framework.
//
// BENCH_SCHEMA names a file with the schema, as `terraform providers schema -json`
// prints it.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

const (
	address        = "registry.terraform.io/multitenant-as-code/multitenant"
	schemaVariable = "BENCH_SCHEMA"
)

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "floor:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	data, err := os.ReadFile(os.Getenv(schemaVariable))
	if err != nil {
		return err
	}
	schemas, err := parse(data)
	if err != nil {
		return err
	}
	return providerserver.Serve(ctx, func() provider.Provider { return &floor{schemas} }, providerserver.ServeOpts{Address: address})
}

type floor struct{ schemas schemas }

// Metadata names the provider.
func (*floor) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "multitenant"
}

// Schema accepts the provider block of the real provider.
func (f *floor) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema.Attributes = map[string]schema.Attribute{}
	for name := range f.schemas.provider {
		resp.Schema.Attributes[name] = schema.DynamicAttribute{Optional: true}
	}
}

// Configure does nothing.
func (*floor) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}

// Resources lists the invitation.
func (f *floor) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return &invitation{f.schemas.invitation} }}
}

// DataSources lists none.
func (*floor) DataSources(context.Context) []func() datasource.DataSource { return nil }
