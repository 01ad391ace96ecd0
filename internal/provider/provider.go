// Package provider is the provider's schema and configuration: it reads the
// tenants map, has package tenant build the registry, and passes the registry to
// the resources. The resources come from the noun packages below
// internal/resources, one line each.
package provider

import (
	"context"
	"slices"
	"sync/atomic"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/resources/addressbook"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/resources/collaboration"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/resources/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/resources/entitlement"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/resources/guest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/resources/guestsync"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/resources/organization"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/resources/oversight"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/resources/synchronization"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/resources/topology"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// Address is the provider's address in the registry.
const Address = "registry.terraform.io/multitenant-as-code/multitenant"

var (
	_ provider.ProviderWithListResources      = (*multitenant)(nil)
	_ provider.ProviderWithActions            = (*multitenant)(nil)
	_ provider.ProviderWithValidateConfig     = (*multitenant)(nil)
	_ provider.ProviderWithEphemeralResources = (*multitenant)(nil)
)

type multitenant struct {
	version string
	// validated is set when a caller has validated the configuration of this instance.
	validated atomic.Bool
}

// New returns a factory of the provider.
func New(version string) func() provider.Provider {
	return func() provider.Provider { return &multitenant{version: version} }
}

// Metadata names the provider.
func (p *multitenant) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "multitenant"
	resp.Version = p.version
}

// ValidateConfig notes that it was called. Terraform and OpenTofu validate what they
// configure for one plan or one apply; the tests of Terraform configure a provider for
// all their plans without that.
func (p *multitenant) ValidateConfig(context.Context, provider.ValidateConfigRequest, *provider.ValidateConfigResponse) {
	p.validated.Store(true)
}

// Configure builds the registry for all resources.
func (p *multitenant) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	config, ok := readConfig(ctx, req.Config, &resp.Diagnostics)
	checks := readChecks(ctx, req.Config, &resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	config.UserAgent = "terraform-provider-multitenant/" + p.version + " terraform/" + req.TerraformVersion
	tenants, problems := tenant.Resolve(config)
	for _, problem := range problems {
		report(problem, &resp.Diagnostics)
	}
	if len(problems) > 0 {
		return
	}
	data := &tfkit.Data{
		Tenants: tenants, Checks: checks, Records: tfkit.NewRecords(), ManyPlans: !p.validated.Load(),
		Inspect: inspect.NewMachine(tenants, checks), PlannedAccess: &inspect.PlannedAccess{}, PlannedVisibility: &inspect.PlannedVisibility{},
		Notices: &tfkit.Notices{},
	}
	resp.ResourceData = data
	resp.DataSourceData = data
	resp.ListResourceData = data
	resp.ActionData = data
	resp.EphemeralResourceData = data
}

// Resources lists the resources of every noun.
func (p *multitenant) Resources(context.Context) []func() resource.Resource {
	return slices.Concat(
		addressbook.Resources(),
		collaboration.Resources(),
		crosstenant.Resources(),
		entitlement.Resources(),
		guest.Resources(),
		guestsync.Resources(),
		organization.Resources(),
		synchronization.Resources(),
	)
}

// ListResources lists the list resources of every noun, for the command terraform
// query.
func (p *multitenant) ListResources(context.Context) []func() list.ListResource {
	return slices.Concat(
		addressbook.ListResources(),
		collaboration.ListResources(),
		crosstenant.ListResources(),
		entitlement.ListResources(),
		guest.ListResources(),
		organization.ListResources(),
		synchronization.ListResources(),
	)
}

// Actions lists the actions of every noun, for action blocks.
func (p *multitenant) Actions(context.Context) []func() action.Action {
	return slices.Concat(
		addressbook.Actions(),
		crosstenant.Actions(),
		guest.Actions(),
		synchronization.Actions(),
	)
}

// EphemeralResources lists the ephemeral resources of every noun.
func (p *multitenant) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return guest.EphemeralResources()
}

// DataSources lists the data sources of every noun.
func (p *multitenant) DataSources(context.Context) []func() datasource.DataSource {
	return slices.Concat(
		addressbook.DataSources(),
		topology.DataSources(),
		guest.DataSources(),
		guestsync.DataSources(),
		organization.DataSources(),
		oversight.DataSources(),
	)
}

// Functions lists the functions of every noun.
func (p *multitenant) Functions(context.Context) []func() function.Function {
	return slices.Concat(
		topology.Functions(),
		guest.Functions(),
	)
}
