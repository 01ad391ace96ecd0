package collaboration

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/singleton"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var (
	_ resource.ResourceWithConfigure   = (*emailOTP)(nil)
	_ resource.ResourceWithImportState = (*emailOTP)(nil)
	_ resource.ResourceWithModifyPlan  = (*emailOTP)(nil)
	_ resource.ResourceWithIdentity    = (*emailOTP)(nil)
)

// emailOTP is multitenant_email_otp: whether external users may authenticate by a
// one-time passcode.
type emailOTP struct{ singleton.Resource }

func newEmailOTP() resource.Resource {
	return &emailOTP{singleton.Resource{Kind: singleton.Kind{
		Type: "email_otp", Object: tfkit.EmailOTPName, Noun: "email one-time passcode setting",
		New: func() singleton.Model { return &emailOTPModel{} }, Plan: planEmailOTP,
	}}}
}

// emailOTPModel is the resource in Terraform's types.
type emailOTPModel struct {
	tfkit.Model
	singleton.Attributes

	Allow types.String `tfsdk:"allow_external_id_to_use_email_otp"`
}

func (r *emailOTP) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages whether external users of a tenant may authenticate by a one-time passcode that is sent to their email address, in the" +
			" configuration of the authentication method email. Public and US Government clouds only.",
		Attributes: tfkit.ResourceAttributes(ctx, map[string]schema.Attribute{
			"allow_external_id_to_use_email_otp": schema.StringAttribute{
				Required: true, Validators: []validator.String{stringvalidator.OneOf("default", "enabled", "disabled")},
				MarkdownDescription: "`enabled`, `disabled`, or `default`, which is on. If it is off, a user who has no account of Entra ID and of no other" +
					" identity provider has to create a Microsoft account to redeem an invitation.",
			},
		}, singleton.SchemaAttributes("Effect on the setting when this resource is destroyed: `restore` (default) restores the former value, `keep` keeps it.")),
	}
}

func (m *emailOTPModel) settings() []setting {
	return []setting{{property: "allowExternalIdToUseEmailOtp", name: "allow_external_id_to_use_email_otp", text: &m.Allow}}
}

var emailMethod = policy{(*graph.Client).EmailOTP, (*graph.Client).SetEmailOTP, (*graph.Client).AwaitEmailOTP}

func (m *emailOTPModel) Parts() []singleton.Part { return parts(m.settings()) }

func (m *emailOTPModel) Read(ctx context.Context, t *tenant.Tenant) (bool, error) {
	return emailMethod.show(ctx, t, m.settings())
}

func (m *emailOTPModel) Write(ctx context.Context, t *tenant.Tenant, before singleton.Model) (func(context.Context) error, error) {
	return emailMethod.write(ctx, t, m.settings(), before.Parts())
}

// planEmailOTP refuses tenants in clouds without the setting, and checks guests that
// sign in by passcode.
func planEmailOTP(ctx context.Context, p *singleton.Plan) {
	at := path.Root("allow_external_id_to_use_email_otp")
	if !p.Tenant.Cloud.HasEmailOTP {
		p.Diags.AddAttributeError(path.Root("tenant"), "One-time passcode setting not available", fmt.Sprintf(
			"Tenant %q is in cloud %q, and Microsoft Graph has this setting in the public and US Government clouds only.", p.Tenant.Key, p.Tenant.Cloud.Name))
		return
	}
	plan, _ := p.Planned.(*emailOTPModel)
	state, exists := p.State.(*emailOTPModel)
	if !exists {
		state = &emailOTPModel{}
	}
	p.CheckClosure(ctx, p.Tenant, closedBy(rules.PasscodesOff, "allow_external_id_to_use_email_otp", "disabled", plan.Allow, state.Allow), at, p.Diags)
}
