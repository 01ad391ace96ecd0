package addressbook

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/exchange"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// visibilityModel is the resource in Terraform's types.
type visibilityModel struct {
	tfkit.Model

	UserID    tfkit.Folded `tfsdk:"user_id"`
	Visible   types.Bool   `tfsdk:"visible"`
	Exchange  types.String `tfsdk:"exchange"`
	OnDestroy types.String `tfsdk:"on_destroy"`

	UserPrincipalName tfkit.Folded `tfsdk:"user_principal_name"`
	RecipientType     types.String `tfsdk:"recipient_type"`
	VisibleInExchange types.Bool   `tfsdk:"visible_in_exchange"`
	VisibleInGraph    types.Bool   `tfsdk:"visible_in_graph"`
	FormerVisible     types.Bool   `tfsdk:"former_visible"`
}

// applied is what the last apply set. State alone does not tell it after a refresh
// that found a difference.
type applied struct {
	Visible bool `json:"visible"`
	// InExchange is whether the user had a mail user.
	InExchange bool `json:"in_exchange"`
}

var appliedRecord = tfkit.Record[*applied]{Key: "applied", Version: 1}

// former is what a create found. An imported visibility has no such record.
type former struct {
	// NoValue is whether no service had a value: a destroy then clears that of Graph.
	NoValue bool `json:"no_value"`
}

var formerRecord = tfkit.Record[former]{Key: "former", Version: 1}

// userID is the object id in the directory's case; a configuration may use capital
// letters.
func (m *visibilityModel) userID() string { return strings.ToLower(m.UserID.ValueString()) }

// observe sets the values of both services. Without a mail user, those of Exchange
// are unknown.
func (m *visibilityModel) observe(u graph.User, mailUser *exchange.MailUser) {
	m.UserPrincipalName = tfkit.FoldedOrNull(u.UserPrincipalName)
	m.VisibleInGraph = types.BoolPointerValue(u.ShowInAddressList)
	m.RecipientType, m.VisibleInExchange = types.StringNull(), types.BoolNull()
	if mailUser != nil {
		m.RecipientType = tfkit.StringOrNull(mailUser.TypeDetails)
		m.VisibleInExchange = types.BoolValue(!mailUser.Hidden)
	}
}

// observed are the values of observe that change with a write, by attribute.
func (m *visibilityModel) observed() map[string]attr.Value {
	return map[string]attr.Value{
		"recipient_type": m.RecipientType, "visible_in_exchange": m.VisibleInExchange, "visible_in_graph": m.VisibleInGraph,
	}
}

// same reports whether nothing is to be written.
func (m *visibilityModel) same(state visibilityModel) bool {
	return m.Visible.Equal(state.Visible) && m.Exchange.Equal(state.Exchange)
}

// current is the visibility that counts, null if it is not known.
func (m *visibilityModel) current() types.Bool {
	if !m.VisibleInExchange.IsNull() {
		return m.VisibleInExchange
	}
	return m.VisibleInGraph
}

// refresh sets visible from the observed values. Read is whether Exchange was asked
// and answered. After a difference, visible is the opposite of what was applied, so
// that the next apply writes again. Where no service has a value, it stays.
func (m *visibilityModel) refresh(last *applied, read bool) {
	current := m.current()
	lost := last != nil && last.InExchange && read && m.VisibleInExchange.IsNull()
	switch {
	case last != nil && (lost || m.differs()):
		m.Visible = types.BoolValue(!last.Visible)
	case !current.IsNull():
		m.Visible = current
	}
}

// differs reports whether both values are known and not the same.
func (m *visibilityModel) differs() bool {
	return tfkit.Known(m.VisibleInExchange) && tfkit.Known(m.VisibleInGraph) && !m.VisibleInExchange.Equal(m.VisibleInGraph)
}

// applied is the record of an apply.
func (m *visibilityModel) applied() *applied {
	return &applied{Visible: m.Visible.ValueBool(), InExchange: !m.VisibleInExchange.IsNull()}
}

// formerAfter is the visibility that a destroy restores after the planned change.
// For an imported user it is unknown until this resource changes the visibility.
func (m *visibilityModel) formerAfter(state visibilityModel, was former) types.Bool {
	switch {
	case was.NoValue || !state.FormerVisible.IsNull():
		return state.FormerVisible
	case m.Visible.IsUnknown():
		return types.BoolUnknown()
	case !m.Visible.Equal(state.Visible):
		return state.Visible
	}
	return state.FormerVisible
}

// restores reports whether a destroy changes the visibility, and to which: nil means
// that no service had a value.
func (m *visibilityModel) restores(was former) (visible *bool, ok bool) {
	if m.OnDestroy.ValueString() != destroyRestore {
		return nil, false
	}
	return m.FormerVisible.ValueBoolPointer(), was.NoValue || !m.FormerVisible.IsNull()
}

// facts are the values of both services for the rule.
func (m *visibilityModel) facts(of rules.Tenant) rules.VisibilityFacts {
	fact := func(v types.Bool) rules.Fact[bool] {
		if !tfkit.Known(v) {
			return rules.Fact[bool]{}
		}
		return rules.Known(v.ValueBool())
	}
	return rules.VisibilityFacts{
		Tenant: of, UserID: m.userID(), UserPrincipalName: m.UserPrincipalName.ValueString(),
		InExchange: fact(m.VisibleInExchange), InGraph: fact(m.VisibleInGraph),
	}
}
