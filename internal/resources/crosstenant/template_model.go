package crosstenant

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/setplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// templateModel is the resource in Terraform's types.
type templateModel struct {
	tfkit.Model

	CollaborationInbound  types.Object `tfsdk:"b2b_collaboration_inbound"`
	CollaborationOutbound types.Object `tfsdk:"b2b_collaboration_outbound"`
	DirectInbound         types.Object `tfsdk:"b2b_direct_connect_inbound"`
	DirectOutbound        types.Object `tfsdk:"b2b_direct_connect_outbound"`
	Trust                 types.Object `tfsdk:"inbound_trust"`
	Consent               types.Object `tfsdk:"automatic_user_consent"`
	AppliesTo             types.Set    `tfsdk:"applies_to"`
	UserSync              types.Bool   `tfsdk:"user_sync_allowed"`
	SyncAppliesTo         types.Set    `tfsdk:"user_sync_applies_to"`
	OnDestroy             types.String `tfsdk:"on_destroy"`
}

func (m *templateModel) blocks() []block {
	return []block{
		blockOf("b2b_collaboration_inbound", rules.CollaborationInbound, &m.CollaborationInbound, settingShape),
		blockOf("b2b_collaboration_outbound", rules.CollaborationOutbound, &m.CollaborationOutbound, settingShape),
		blockOf("b2b_direct_connect_inbound", rules.DirectInbound, &m.DirectInbound, settingShape),
		blockOf("b2b_direct_connect_outbound", rules.DirectOutbound, &m.DirectOutbound, settingShape),
		blockOf("inbound_trust", rules.Trust, &m.Trust, trustShape),
		blockOf("automatic_user_consent", rules.Consent, &m.Consent, consentShape),
	}
}

// wanted is the configured change.
func (m *templateModel) wanted(ctx context.Context) graph.TemplateChange {
	return m.over(wanted(ctx, m.blocks()), templateModel{})
}

// changed is the change from the state to the plan.
func (m *templateModel) changed(ctx context.Context, state templateModel) graph.TemplateChange {
	return m.over(changed(ctx, m.blocks(), state.blocks()), state)
}

// over adds the values outside of blocks that differ from the state.
func (m *templateModel) over(blocks graph.AccessChange, state templateModel) graph.TemplateChange {
	change := graph.TemplateChange{AccessChange: blocks}
	if tfkit.Known(m.UserSync) && !m.UserSync.Equal(state.UserSync) {
		change.UserSync = m.UserSync.ValueBoolPointer()
	}
	if tfkit.Known(m.AppliesTo) && !m.AppliesTo.Equal(state.AppliesTo) {
		levels := tfkit.Strings(m.AppliesTo)
		change.AppliesTo = &levels
	}
	if tfkit.Known(m.SyncAppliesTo) && !m.SyncAppliesTo.Equal(state.SyncAppliesTo) {
		levels := tfkit.Strings(m.SyncAppliesTo)
		change.SyncAppliesTo = &levels
	}
	return change
}

// refresh reads the values of the directory.
func (m *templateModel) refresh(ctx context.Context, t graph.OrganizationTemplate) {
	refresh(ctx, m.blocks(), t.AccessSettings, true)
	m.AppliesTo, m.SyncAppliesTo = tfkit.Set(t.AppliesTo), tfkit.Set(t.SyncAppliesTo)
	m.UserSync = types.BoolPointerValue(t.UserSync)
}

func (r *template) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	attributes := templateAttributes()
	shared := sharedAttributes(fromEntry)
	for _, b := range new(templateModel).blocks() {
		if a, ok := shared[b.name]; ok {
			attributes[b.name] = a
		}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages the two templates of a tenant for a multitenant organization: the values that a join writes into the tenant's entries about the" +
			" other tenants, and into their synchronization policies. A join applies them once; later changes of the templates change no entry. Public cloud only.",
		Attributes: tfkit.ResourceAttributes(ctx, attributes),
	}
}

func templateAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"automatic_user_consent": consentAttribute(),
		"applies_to": levelsAttribute("Entries that a join writes the blocks into: `newPartners` are entries that the join creates, `existingPartners` are entries that" +
			" existed before. Both in a new tenant; an empty set switches the template off."),
		"user_sync_allowed": schema.BoolAttribute{
			Optional: true, Computed: true, PlanModifiers: []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
			MarkdownDescription: "Whether the other tenants may create and update their users in this tenant. Unchanged if it is not configured; null in a new tenant," +
				" which leaves that of an entry as it is.",
		},
		"user_sync_applies_to": levelsAttribute("The same as `applies_to`, for `user_sync_allowed`."),
		"on_destroy": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString(destroyReset),
			Validators: []validator.String{stringvalidator.OneOf(destroyReset, destroyKeep)},
			MarkdownDescription: "Effect on the templates when this resource is destroyed: `reset` (default) resets both to those of a new tenant, which change no entry," +
				" and `keep` keeps them.",
		},
	}
}

// levelsAttribute is a set of kinds of entries.
func levelsAttribute(text string) schema.SetAttribute {
	return schema.SetAttribute{
		Optional: true, Computed: true, ElementType: types.StringType,
		PlanModifiers:       []planmodifier.Set{setplanmodifier.UseStateForUnknown()},
		Validators:          []validator.Set{setvalidator.ValueStringsAre(stringvalidator.OneOf("newPartners", "existingPartners"))},
		MarkdownDescription: text + " Unchanged if it is not configured.",
	}
}
