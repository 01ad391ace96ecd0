package guestsync

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/resources/guestsync/reconcile"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var _ datasource.DataSourceWithValidateConfig = (*preview)(nil)

// previewLimit is the default of limit.
const previewLimit = 100

// preview is multitenant_guest_sync_preview: the users behind the numbers of a guest
// sync.
type preview struct{ tfkit.DataSource }

func newPreview() datasource.DataSource { return &preview{tfkit.DataSource{Timeout: readTimeout}} }

type previewModel struct {
	tfkit.DataSourceModel
	settingsModel

	Limit types.Int64 `tfsdk:"limit"`
	Names types.Bool  `tfsdk:"names"`

	Changes   types.Object `tfsdk:"changes"`
	People    types.Int64  `tfsdk:"people"`
	Withheld  types.Int64  `tfsdk:"withheld"`
	Stopped   types.Bool   `tfsdk:"stopped"`
	Truncated types.Bool   `tfsdk:"truncated"`
	JSON      types.String `tfsdk:"json"`
}

func (d *preview) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_guest_sync_preview"
}

func (d *preview) Schema(ctx context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := tfkit.DataSourceAttributes(ctx, mirrored(settingsAttributes()))
	changes := map[string]schema.Attribute{}
	for _, name := range changeNames {
		changes[name] = schema.Int64Attribute{Computed: true, MarkdownDescription: changeDescriptions[name]}
	}
	for name, a := range map[string]schema.Attribute{
		"limit": schema.Int64Attribute{
			Optional: true, Validators: []validator.Int64{int64validator.Between(1, 10000)},
			MarkdownDescription: "Most users in `json` of each kind of change. Default: 100.",
		},
		"names": schema.BoolAttribute{
			Optional: true,
			MarkdownDescription: "Whether `json` names users by an address, beside the object ids. Default: `false`, because the state of Terraform" +
				" contains it. Withheld users are never named.",
		},
		"changes":  schema.SingleNestedAttribute{Computed: true, Attributes: changes, MarkdownDescription: "Numbers of changes, by kind."},
		"people":   schema.Int64Attribute{Computed: true, MarkdownDescription: "Number of users in scope that are not withheld."},
		"withheld": schema.Int64Attribute{Computed: true, MarkdownDescription: "Number of users in scope that are withheld."},
		"stopped": schema.BoolAttribute{
			Computed: true, MarkdownDescription: "Whether a guard would stop the plan of the guest sync. `json` has the reason in `stops`.",
		},
		"truncated": schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether a kind has more users than `limit`."},
		"json":      schema.StringAttribute{Computed: true, MarkdownDescription: "The preview as JSON text."},
	} {
		attributes[name] = a
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the users that a guest sync with the same settings would create, change or remove, and why. Nothing is written.",
		Attributes:          attributes,
	}
}

// ValidateConfig checks settings that depend on each other, like the resource does.
func (d *preview) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	var m previewModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if !resp.Diagnostics.HasError() {
		m.validate(ctx, &resp.Diagnostics)
	}
}

func (d *preview) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m previewModel
	ctx, op := d.BeginRead(ctx, req, resp, &m)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	source, err := d.Tenants.Get(m.Source.ValueString())
	if err != nil {
		resp.Diagnostics.AddAttributeError(path.Root("source"), "Unknown tenant", "Cannot read: "+err.Error()+".")
		return
	}
	m.SourceTenantID = types.StringValue(source.ID)
	if refuseEdge(source, t, &resp.Diagnostics); resp.Diagnostics.HasError() {
		return
	}
	e := &edge{source: source, target: t, settings: m.settings(ctx, &resp.Diagnostics), since: t.Graph.Now()}
	if resp.Diagnostics.HasError() {
		return
	}
	e.settings.departures = true
	v, decided, err := e.foresee(ctx)
	if err != nil {
		resp.Diagnostics.AddError("Cannot preview: "+cannotSync(e), e.explain(err))
		return
	}
	if err := m.fill(e, v, &decided); err != nil {
		resp.Diagnostics.AddError("Cannot encode the preview", err.Error()+". This is a bug of the provider.")
		return
	}
	op.Save(ctx)
}

// foresee decides as the resource does. Its record is out of reach: the marks of the
// anchor stand for it.
func (e *edge) foresee(ctx context.Context) (*view, reconcile.Result, error) {
	v := &view{Input: reconcile.Input{Ledger: reconcile.NewLedger()}}
	if err := e.lookAtBoth(ctx, v, record{}); err != nil {
		return nil, reconcile.Result{}, err
	}
	v.Ledger = reconcile.MarkedLedger(e.settings.Settings, v.Input)
	if err := e.complete(ctx, v); err != nil {
		return nil, reconcile.Result{}, err
	}
	return v, reconcile.Reconcile(e.settings.Settings, v.Input), nil
}

// fill sets the results.
func (m *previewModel) fill(e *edge, v *view, decided *reconcile.Result) error {
	limit := orElse(m.Limit, previewLimit)
	doc := documentOf(e, v, decided, limit, m.Names.ValueBool())
	text, err := doc.text()
	m.Changes = changesOf(decided.Counts())
	m.People, m.Withheld = types.Int64Value(int64(doc.People)), types.Int64Value(int64(doc.Withheld))
	m.Stopped, m.Truncated = types.BoolValue(len(doc.Stops) > 0), types.BoolValue(doc.Truncated)
	m.JSON = types.StringValue(text)
	return err
}
