package tfkit

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

// Action is embedded in every action: an event, which leaves nothing in the state. It
// has the name, the schema and the tenant of the action.
type Action struct {
	Data
	// Name is the name of the action behind that of the provider.
	Name string
	// Text describes the action, Arguments are those beside tenant.
	Text      string
	Arguments map[string]schema.Attribute
}

// Configure stores the provider's data.
func (a *Action) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	a.take(req.ProviderData, &resp.Diagnostics)
}

// Metadata names the action.
func (a *Action) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + a.Name
}

// Schema is tenant and the arguments.
func (a *Action) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	attributes := map[string]schema.Attribute{
		"tenant": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "Key of the tenant in the provider's `tenants`. Optional if the provider has exactly one tenant.",
		},
	}
	maps.Copy(attributes, a.Arguments)
	resp.Schema = schema.Schema{MarkdownDescription: a.Text, Attributes: attributes}
}

// Begin reads the configuration into a model, and finds the tenant. It returns nil
// after an error.
func (a *Action) Begin(ctx context.Context, req action.InvokeRequest, model any, diags *diag.Diagnostics) *tenant.Tenant {
	var key types.String
	diags.Append(req.Config.Get(ctx, model)...)
	diags.Append(req.Config.GetAttribute(ctx, path.Root("tenant"), &key)...)
	if diags.HasError() {
		return nil
	}
	t, err := a.Tenants.Get(key.ValueString())
	if err != nil {
		diags.AddAttributeError(path.Root("tenant"), "Unknown tenant", "Cannot act: "+err.Error()+".")
	}
	return t
}

// Done reports what an action did.
func Done(resp *action.InvokeResponse, message string) {
	if resp.SendProgress != nil {
		resp.SendProgress(action.InvokeProgressEvent{Message: message})
	}
}
