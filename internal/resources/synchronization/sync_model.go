package synchronization

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/syncschema"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// syncModel is the resource in Terraform's types.
type syncModel struct {
	tfkit.Model

	Source            types.String `tfsdk:"source"`
	Target            types.String `tfsdk:"target"`
	DisplayName       types.String `tfsdk:"display_name"`
	Scope             types.String `tfsdk:"scope"`
	Status            types.String `tfsdk:"status"`
	Validate          types.Bool   `tfsdk:"validate"`
	Restart           types.Object `tfsdk:"restart"`
	NotificationEmail types.String `tfsdk:"notification_email"`
	DeleteThreshold   types.Int64  `tfsdk:"delete_threshold"`
	DeleteOutOfScope  types.Bool   `tfsdk:"delete_out_of_scope"`
	Groups            types.Bool   `tfsdk:"groups"`
	UserMapping       types.Object `tfsdk:"user_mapping"`
	OnExisting        types.String `tfsdk:"on_existing"`
	OnDestroy         types.String `tfsdk:"on_destroy"`

	TargetTenantID       types.String `tfsdk:"target_tenant_id"`
	ApplicationID        types.String `tfsdk:"application_id"`
	ApplicationObjectID  types.String `tfsdk:"application_object_id"`
	ServicePrincipalID   types.String `tfsdk:"service_principal_id"`
	AppRoleID            types.String `tfsdk:"app_role_id"`
	JobID                types.String `tfsdk:"job_id"`
	SynchronizedTenantID types.String `tfsdk:"synchronized_tenant_id"`
	State                types.String `tfsdk:"state"`
	Quarantine           types.Object `tfsdk:"quarantine"`
}

func (m *syncModel) principalID() string { return m.ServicePrincipalID.ValueString() }

func (m *syncModel) jobID() string { return m.JobID.ValueString() }

// restartModel is restart.
type restartModel struct {
	Trigger types.String `tfsdk:"trigger"`
	Scopes  types.Set    `tfsdk:"scopes"`
}

// restart returns the trigger and the scopes of restart; an empty trigger without it.
func (m *syncModel) restart(ctx context.Context) (trigger string, scopes []string) {
	if !tfkit.Known(m.Restart) {
		return "", nil
	}
	var r restartModel
	if diags := m.Restart.As(ctx, &r, basetypes.ObjectAsOptions{}); diags.HasError() {
		return "", nil
	}
	if scopes = tfkit.Strings(r.Scopes); len(scopes) == 0 {
		scopes = graph.DefaultRestart
	}
	return r.Trigger.ValueString(), scopes
}

var quarantineTypes = map[string]attr.Type{"reason": types.StringType, "since": types.StringType, "message": types.StringType}

// quarantineReason is empty without a quarantine.
func (m *syncModel) quarantineReason() string { return textOf(m.Quarantine, "reason") }

func textOf(o types.Object, name string) string {
	s, _ := o.Attributes()[name].(types.String)
	return s.ValueString()
}

// observe sets what a job says about itself.
func (m *syncModel) observe(j graph.SyncJob) {
	m.State, m.Quarantine = types.StringValue(j.Code), types.ObjectNull(quarantineTypes)
	if q := j.Quarantine; q != nil {
		m.Quarantine = types.ObjectValueMust(quarantineTypes, map[string]attr.Value{
			"reason": types.StringValue(q.Reason), "since": types.StringValue(q.Since.UTC().Format(time.RFC3339)), "message": tfkit.StringOrNull(q.Message),
		})
	}
}

// statusOf is the status that a job has.
func statusOf(j graph.SyncJob) string {
	switch {
	case j.Started() && j.Quarantined():
		return statusQuarantined
	case j.Started():
		return statusStarted
	}
	return statusPaused
}

// refreshSecrets reads the values of secrets that Graph shows.
func (m *syncModel) refreshSecrets(s graph.SyncSecrets) error {
	company, shown := s.Get(graph.SecretCompany)
	by, shownToo := s.Get(graph.SecretAuthentication)
	if shown && shownToo {
		if by != graph.BySyncPolicy {
			company = ""
		}
		m.SynchronizedTenantID = tfkit.StringOrNull(company)
	}
	if all, shown := s.Get(graph.SecretSyncAll); shown {
		m.Scope = types.StringValue(scopeAssigned)
		if all == "true" {
			m.Scope = types.StringValue(scopeAll)
		}
	}
	settings, shown := s.Get(graph.SecretNotifications)
	if !shown {
		return nil
	}
	n, err := syncschema.ParseNotifications(settings)
	m.NotificationEmail, m.DeleteThreshold = types.StringValue(n.Recipient), types.Int64Value(n.DeleteThreshold)
	return err
}

// secrets returns all secrets that the plan wants, made of the present ones.
func (m *syncModel) secrets(now graph.SyncSecrets) (graph.SyncSecrets, error) {
	next := now.With(graph.SecretAuthentication, graph.BySyncPolicy).With(graph.SecretCompany, m.TargetTenantID.ValueString())
	if tfkit.Known(m.Scope) {
		all := "false"
		if m.Scope.ValueString() == scopeAll {
			all = "true"
		}
		next = next.With(graph.SecretSyncAll, all)
	}
	var change syncschema.NotificationChange
	if tfkit.Known(m.NotificationEmail) {
		change.Recipient = m.NotificationEmail.ValueStringPointer()
	}
	if tfkit.Known(m.DeleteThreshold) {
		change.DeleteThreshold = m.DeleteThreshold.ValueInt64Pointer()
	}
	before, shown := now.Get(graph.SecretNotifications)
	if !shown {
		before = ""
	}
	settings, err := change.Edited(before)
	if err != nil || settings == "" {
		return next, err
	}
	return next.With(graph.SecretNotifications, settings), nil
}

// sameSecrets reports whether the plan has the secrets of the state.
func (m *syncModel) sameSecrets(state *syncModel) bool {
	return m.Scope.Equal(state.Scope) && m.NotificationEmail.Equal(state.NotificationEmail) && m.DeleteThreshold.Equal(state.DeleteThreshold) &&
		m.SynchronizedTenantID.Equal(state.SynchronizedTenantID)
}

// settleUnknown completes values that are neither configured nor were read.
func (m *syncModel) settleUnknown() {
	for _, text := range []*types.String{
		&m.DisplayName, &m.Scope, &m.NotificationEmail, &m.OnDestroy, &m.ApplicationID, &m.ApplicationObjectID, &m.ServicePrincipalID, &m.AppRoleID,
		&m.JobID, &m.SynchronizedTenantID, &m.State,
	} {
		if text.IsUnknown() {
			*text = types.StringNull()
		}
	}
	if m.DeleteThreshold.IsUnknown() {
		m.DeleteThreshold = types.Int64Null()
	}
	for _, flag := range []*types.Bool{&m.DeleteOutOfScope, &m.Groups} {
		if flag.IsUnknown() {
			*flag = types.BoolNull()
		}
	}
	if m.Quarantine.IsUnknown() {
		m.Quarantine = types.ObjectNull(quarantineTypes)
	}
}
