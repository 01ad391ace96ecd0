package guest

import (
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// departureModel is the resource in Terraform's types.
type departureModel struct {
	tfkit.Model

	UserID          tfkit.Folded `tfsdk:"user_id"`
	HideAfterDays   types.Int64  `tfsdk:"hide_after_days"`
	DeleteAfterDays types.Int64  `tfsdk:"delete_after_days"`
	OnDestroy       types.String `tfsdk:"on_destroy"`

	Stage             types.String `tfsdk:"stage"`
	Since             types.String `tfsdk:"since"`
	UserPrincipalName tfkit.Folded `tfsdk:"user_principal_name"`
	FormerEnabled     types.Bool   `tfsdk:"former_account_enabled"`
	FormerShown       types.Bool   `tfsdk:"former_show_in_address_list"`
}

func (m *departureModel) userID() string { return strings.ToLower(m.UserID.ValueString()) }

func (m *departureModel) stage() rules.DepartureStage {
	return rules.DepartureStage(m.Stage.ValueString())
}

func (m *departureModel) schedule() rules.DepartureSchedule {
	return rules.DepartureSchedule{HideAfter: m.HideAfterDays.ValueInt64Pointer(), DeleteAfter: m.DeleteAfterDays.ValueInt64Pointer()}
}

// days is the number of days since the departure began, 0 if that is not known.
func (m *departureModel) days(now time.Time) int {
	since, err := time.Parse(time.RFC3339, m.Since.ValueString())
	if err != nil {
		return 0
	}
	return rules.DepartureDays(since, now)
}

// begin records the time and the user before the departure.
func (m *departureModel) begin(u graph.User, now time.Time) {
	m.Since = types.StringValue(now.UTC().Format(time.RFC3339))
	m.FormerEnabled, m.FormerShown = types.BoolValue(u.AccountEnabled), types.BoolPointerValue(u.ShowInAddressList)
	m.UserPrincipalName = tfkit.FoldedOrNull(u.UserPrincipalName)
}

// refresh reads the values of the directory.
func (m *departureModel) refresh(u graph.User) {
	m.Stage = types.StringValue(string(rules.SeenStage(rules.AccountState{Enabled: u.AccountEnabled, Shown: u.ShowInAddressList}, m.stage())))
	m.UserPrincipalName = tfkit.FoldedOrNull(u.UserPrincipalName)
}

// shows reports whether the state has the values of the directory already. After an
// import there is nothing to compare.
func (m *departureModel) shows(u graph.User) bool {
	now := *m
	now.refresh(u)
	return !m.Stage.IsNull() && now.Stage.Equal(m.Stage) && now.UserPrincipalName.Equal(m.UserPrincipalName)
}

// change is the change of the user for a stage other than deleted. A user that is no
// longer to be hidden is as visible as before.
func (m *departureModel) change(from rules.DepartureStage) graph.UserChange {
	enabled, shown := false, false
	change := graph.UserChange{AccountEnabled: &enabled}
	switch {
	case m.stage() == rules.DepartureHidden:
		change.ShowInAddressList = &shown
	case from == rules.DepartureHidden:
		m.showAsBefore(&change)
	}
	return change
}

// former is the change that ends a departure.
func (m *departureModel) former() graph.UserChange {
	change := graph.UserChange{AccountEnabled: m.FormerEnabled.ValueBoolPointer()}
	if !m.HideAfterDays.IsNull() {
		m.showAsBefore(&change)
	}
	return change
}

func (m *departureModel) showAsBefore(change *graph.UserChange) {
	change.ShowInAddressList = m.FormerShown.ValueBoolPointer()
	change.ClearShowInAddressList = change.ShowInAddressList == nil
}
