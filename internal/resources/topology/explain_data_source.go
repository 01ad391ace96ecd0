package topology

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// explain is multitenant_explain.
type explain struct{ tfkit.DataSource }

func newExplain() datasource.DataSource { return &explain{} }

func (d *explain) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_explain"
}

type explainModel struct {
	User        types.String                `tfsdk:"user"`
	Home        types.String                `tfsdk:"home_tenant"`
	Tenant      types.String                `tfsdk:"tenant"`
	Application types.String                `tfsdk:"application"`
	Answers     map[string]explanationModel `tfsdk:"answers"`
}

type explanationModel struct {
	Verdict string        `tfsdk:"verdict"`
	Gates   []gateModel   `tfsdk:"gates"`
	Changes []changeModel `tfsdk:"changes"`
}

type gateModel struct {
	Gate    string       `tfsdk:"gate"`
	State   string       `tfsdk:"state"`
	Tenant  string       `tfsdk:"tenant"`
	Setting string       `tfsdk:"setting"`
	Read    types.String `tfsdk:"read"`
	Detail  types.String `tfsdk:"detail"`
}

type changeModel struct {
	Tenant  string `tfsdk:"tenant"`
	Setting string `tfsdk:"setting"`
	Change  string `tfsdk:"change"`
}

func (d *explain) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	text := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Required: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)}, MarkdownDescription: description}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Explains, gate by gate, why a user of one tenant can or cannot sign in to another, share its channels, be found in its" +
			" address book and show free/busy times there, and which changes are needed.",
		Attributes: map[string]schema.Attribute{
			"user":        text("The user in the home tenant: object id, user principal name or email address."),
			"home_tenant": text("Key of the user's home tenant in the provider's `tenants`."),
			"tenant":      text("Key of the other tenant, the resource tenant."),
			"application": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Application of the sign-in: an application id, or a keyword such as `Office365` or `MicrosoftAdminPortals`." +
					" Default `Office365`.",
			},
			"answers": answersAttribute(),
		},
	}
}

func answersAttribute() schema.Attribute {
	answers := schema.MapNestedAttribute{
		Computed:            true,
		MarkdownDescription: "The answers by question: `sign_in`, `share_channel`, `be_found` and `show_free_busy`.",
	}
	answers.NestedObject.Attributes = map[string]schema.Attribute{
		"verdict": schema.StringAttribute{
			Computed: true,
			MarkdownDescription: "`can` if every gate is open, `cannot` if one is closed, and `unknown` if none is closed and one depends on what could" +
				" not be read or is not documented.",
		},
		"gates": computed("The gates, in the order in which a user passes them.", map[string]string{
			"gate":    "Name of the gate, such as `home outbound`, `inbound` or `Conditional Access`.",
			"state":   "`open`, `closed` or `unknown`.",
			"tenant":  "Key of the tenant whose setting decides.",
			"setting": "The setting, by its name in Graph or Exchange Online.",
			"read":    "What was read: the value, and whether the partner or the default has it.",
			"detail":  "The consequence, or why the state is unknown.",
		}),
		"changes": computed("A smallest set of changes after which no gate is closed: without any of them, one remains closed. Empty unless the verdict"+
			" is `cannot`, and if no change helps.", map[string]string{
			"tenant": "Key of the tenant to change.", "setting": "The setting.", "change": "What to do.",
		}),
	}
	return answers
}

// Read reads both tenants. What cannot be read is part of the answer.
func (d *explain) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m explainModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	home := d.named("home_tenant", m.Home, &resp.Diagnostics)
	resource := d.named("tenant", m.Tenant, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if home == resource {
		resp.Diagnostics.AddAttributeError(path.Root("tenant"), "Conflicting configuration", fmt.Sprintf(
			"The home tenant and the resource tenant are the same tenant %q.", home.Key))
		return
	}
	visit := inspect.Visit{Home: home, Resource: resource, User: tfkit.UserName(m.User.ValueString()), Application: rules.Office365}
	if tfkit.Known(m.Application) {
		visit.Application = m.Application.ValueString()
	}
	facts := d.Inspect.Explain(ctx, visit)
	m.Answers = map[string]explanationModel{}
	for _, aim := range rules.Aims() {
		m.Answers[string(aim)] = explained(rules.Explain(facts, aim), map[string]*tenant.Tenant{home.Key: home, resource.Key: resource})
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}

func (d *explain) named(attribute string, key types.String, diags *diag.Diagnostics) *tenant.Tenant {
	t, err := d.Tenants.Get(key.ValueString())
	if err != nil {
		diags.AddAttributeError(path.Root(attribute), "Unknown tenant", "Cannot explain: "+err.Error()+".")
	}
	return t
}

// verdicts are the words for the states of a verdict.
var verdicts = map[rules.GateState]string{rules.Passable: "can", rules.Shut: "cannot", rules.Unclear: "unknown"}

func explained(e rules.Explanation, tenants map[string]*tenant.Tenant) explanationModel {
	m := explanationModel{Verdict: verdicts[e.Verdict], Gates: []gateModel{}, Changes: []changeModel{}}
	for _, g := range e.Gates {
		detail := g.Detail
		if g.Why != nil {
			detail = tfkit.WhyUnread(tenants[g.Tenant], g.Why)
		}
		m.Gates = append(m.Gates, gateModel{g.Name, string(g.State), g.Tenant, g.Setting, tfkit.StringOrNull(g.Read), tfkit.StringOrNull(detail)})
	}
	for _, c := range e.Changes {
		m.Changes = append(m.Changes, changeModel{c.Tenant, c.Setting, c.Do})
	}
	return m
}
