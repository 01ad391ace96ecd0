package guestsync

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/resources/guestsync/reconcile"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// model is the resource in Terraform's types.
type model struct {
	tfkit.Model
	settingsModel

	OnDestroy types.String `tfsdk:"on_destroy"`
	Evidence  types.Object `tfsdk:"evidence"`

	Changes      types.Object `tfsdk:"changes"`
	Run          types.Int64  `tfsdk:"run"`
	People       types.Int64  `tfsdk:"people"`
	Refused      types.Int64  `tfsdk:"refused"`
	EvidenceHead types.String `tfsdk:"evidence_head"`
}

// settingsModel are the settings that the resource and its preview have in common.
type settingsModel struct {
	Source         types.String `tfsdk:"source"`
	SourceTenantID types.String `tfsdk:"source_tenant_id"`
	Scope          types.Object `tfsdk:"scope"`
	InvitedAs      types.String `tfsdk:"invited_as"`
	UserType       types.String `tfsdk:"user_type"`
	Attributes     types.Map    `tfsdk:"attributes"`
	WithholdIf     types.Object `tfsdk:"withhold_if"`
	SourceAnchor   types.String `tfsdk:"source_anchor"`
	Existing       types.String `tfsdk:"existing"`
	OnLeave        types.Object `tfsdk:"on_leave"`
	MaxCreations   types.Int64  `tfsdk:"max_creations"`
}

type scopeModel struct {
	GroupIDs types.Set    `tfsdk:"group_ids"`
	Filter   types.String `tfsdk:"filter"`
	AllUsers types.Bool   `tfsdk:"all_users"`
}

type attributeModel struct {
	From   types.String `tfsdk:"from"`
	Prefix types.String `tfsdk:"prefix"`
	Suffix types.String `tfsdk:"suffix"`
	Value  types.String `tfsdk:"value"`
	Apply  types.String `tfsdk:"apply"`
}

type withholdModel struct {
	Attribute  types.String `tfsdk:"attribute"`
	Equals     types.String `tfsdk:"equals"`
	Unreadable types.String `tfsdk:"unreadable"`
}

type leaveModel struct {
	Action     types.String `tfsdk:"action"`
	AfterDays  types.Int64  `tfsdk:"after_days"`
	First      types.String `tfsdk:"first"`
	MaxPeople  types.Int64  `tfsdk:"max_people"`
	MaxPercent types.Int64  `tfsdk:"max_percent"`
}

// changeNames are the attributes of changes, in the order of the kinds.
var changeNames = func() []string {
	names := make([]string, len(reconcile.Counts{}))
	for k := range names {
		names[k] = reconcile.Kind(k).String()
	}
	return names
}()

func changeTypes() map[string]attr.Type {
	all := map[string]attr.Type{}
	for _, name := range changeNames {
		all[name] = types.Int64Type
	}
	return all
}

// changesOf converts numbers of steps.
func changesOf(c reconcile.Counts) types.Object {
	values := map[string]attr.Value{}
	for k, name := range changeNames {
		values[name] = types.Int64Value(int64(c[k]))
	}
	return types.ObjectValueMust(changeTypes(), values)
}

// countsOf converts known numbers back.
func countsOf(o types.Object) reconcile.Counts {
	var c reconcile.Counts
	for k, name := range changeNames {
		if n, ok := o.Attributes()[name].(types.Int64); ok {
			c[k] = int(n.ValueInt64())
		}
	}
	return c
}

// settle sets the numbers that the ledger knows.
func (m *model) settle(l *reconcile.Ledger) {
	m.People = types.Int64Value(int64(l.Count(reconcile.Present)))
	m.Refused = types.Int64Value(int64(l.Count(reconcile.Refused) + l.Count(reconcile.Conflicting) + l.CountDenied()))
}
