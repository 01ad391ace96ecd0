package tfkit

import (
	"context"
	"fmt"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

// Action is an event, which leaves nothing in the state: a name, a schema, and what it
// does in one tenant. M is the model of its configuration.
type Action[M any] struct {
	Data
	// Name is the name of the action behind that of the provider.
	Name string
	// Text describes the action, Arguments are those beside tenant.
	Text      string
	Arguments map[string]schema.Attribute
	// Validators check the arguments together.
	Validators []action.ConfigValidator
	// Subject names in errors the object of the action: "user 1234".
	Subject func(M) string
	// Act does it, and says each thing that it has done, or that nothing is to do. Its
	// error is a Refusal if no service has returned it.
	Act func(ctx context.Context, t *tenant.Tenant, m M, say func(string)) error
}

// RequiredID is an argument with the id of an object.
func RequiredID(text string) schema.StringAttribute {
	return schema.StringAttribute{Required: true, Validators: []validator.String{GUID()}, MarkdownDescription: text}
}

// Refusal is why an action does nothing, as one or more whole sentences.
type Refusal string

func (r Refusal) Error() string { return string(r) }

// Configure stores the provider's data.
func (a *Action[M]) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	a.take(req.ProviderData, &resp.Diagnostics)
}

// Metadata names the action.
func (a *Action[M]) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + a.Name
}

// Schema is tenant and the arguments.
func (a *Action[M]) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	attributes := map[string]schema.Attribute{
		"tenant": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "Key of the tenant in the provider's `tenants`. Optional if the provider has exactly one tenant.",
		},
	}
	maps.Copy(attributes, a.Arguments)
	resp.Schema = schema.Schema{MarkdownDescription: a.Text, Attributes: attributes}
}

// ConfigValidators are those of the action.
func (a *Action[M]) ConfigValidators(context.Context) []action.ConfigValidator { return a.Validators }

// Invoke finds the tenant, and does what the action does.
func (a *Action[M]) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var (
		m   M
		key types.String
	)
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("tenant"), &key)...)
	if resp.Diagnostics.HasError() {
		return
	}
	t, err := a.Tenants.Get(key.ValueString())
	if err != nil {
		resp.Diagnostics.AddAttributeError(path.Root("tenant"), "Unknown tenant", "Cannot act: "+err.Error()+".")
		return
	}
	say := func(message string) {
		if resp.SendProgress != nil {
			resp.SendProgress(action.InvokeProgressEvent{Message: fmt.Sprintf("Tenant %q: %s", t.Key, message)})
		}
	}
	if err := a.Act(ctx, t, m, say); err != nil {
		resp.Diagnostics.AddError(fmt.Sprintf("Cannot invoke %s for %s of tenant %q", a.Name, a.Subject(m), t.Key), Explain(t, err))
	}
}
