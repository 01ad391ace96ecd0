package synchronization

import (
	"context"
	"errors"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/syncschema"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// orphaned handles a service principal that is gone. An application without one
// remains in the state, so that it is deleted.
func (m *syncModel) orphaned(ctx context.Context, t *tenant.Tenant) (gone bool, err error) {
	if _, there, err := t.Graph.Registration(ctx, m.ApplicationID.ValueString()); err != nil || !there {
		return !there, err
	}
	m.Status, m.JobID, m.State = types.StringValue(statusDeleted), types.StringNull(), types.StringNull()
	m.Quarantine = types.ObjectNull(quarantineTypes)
	return false, nil
}

// refresh reads a configuration.
func (r *crossTenantSync) refresh(ctx context.Context, t *tenant.Tenant, m *syncModel, a graph.SyncApplication) error {
	m.takeApplication(a)
	if m.ApplicationObjectID.IsNull() {
		found, _, err := t.Graph.Registration(ctx, a.AppID)
		if err != nil {
			return err
		}
		m.ApplicationObjectID = tfkit.StringOrNull(found.ID)
	}
	imported := m.Validate.IsNull()
	if imported {
		m.Validate = types.BoolValue(true)
	}
	secrets, err := t.Graph.SyncSecrets(ctx, a.PrincipalID)
	switch {
	case errors.Is(err, service.ErrForbidden): // the values of the state stay
	case err != nil:
		return err
	default:
		if err := m.refreshSecrets(secrets); err != nil {
			return err
		}
	}
	if m.TargetTenantID.IsNull() {
		m.TargetTenantID = m.SynchronizedTenantID
	}
	m.Target = r.keyOf(m.TargetTenantID, m.Target)
	return m.refreshJob(ctx, t)
}

// keyOf is the key of a tenant, which may have been renamed.
func (r *crossTenantSync) keyOf(tenantID, was types.String) types.String {
	if t, err := r.Tenants.ByID(tenantID.ValueString()); err == nil {
		return types.StringValue(t.Key)
	}
	if was.IsNull() {
		return tenantID
	}
	return was
}

func (m *syncModel) takeApplication(a graph.SyncApplication) {
	m.ServicePrincipalID, m.ApplicationID = types.StringValue(a.PrincipalID), types.StringValue(a.AppID)
	m.DisplayName, m.AppRoleID = types.StringValue(a.DisplayName), types.StringValue(a.RoleID)
}

// refreshJob reads the job and its schema.
func (m *syncModel) refreshJob(ctx context.Context, t *tenant.Tenant) error {
	jobs, text, err := t.Graph.SyncJobsAndSchema(ctx, m.principalID(), m.jobOf)
	if err != nil {
		return err
	}
	if len(jobs) == 0 {
		m.JobID, m.Status, m.State = types.StringNull(), types.StringValue(statusWithoutJob), types.StringNull()
		m.Quarantine = types.ObjectNull(quarantineTypes)
		return nil
	}
	j := m.jobOf(jobs)
	m.JobID, m.Status = types.StringValue(j.ID), types.StringValue(statusOf(j))
	m.observe(j)
	s, err := syncschema.Parse(text)
	if err != nil {
		return err
	}
	m.refreshMapping(ctx, s)
	return nil
}

// jobOf is the job of the state, or the first one if that is gone.
func (m *syncModel) jobOf(jobs []graph.SyncJob) graph.SyncJob {
	return jobs[max(0, slices.IndexFunc(jobs, func(j graph.SyncJob) bool { return j.ID == m.jobID() }))]
}

func readSchema(ctx context.Context, t *tenant.Tenant, m *syncModel) (*syncschema.Schema, error) {
	text, err := t.Graph.SyncSchema(ctx, m.principalID(), m.jobID())
	if err != nil {
		return nil, err
	}
	return syncschema.Parse(text)
}

// targetOf finds the target of a planned synchronization. It returns nil if the
// provider lacks it, which it reports.
func (r *crossTenantSync) targetOf(m *syncModel, diags *diag.Diagnostics) *tenant.Tenant {
	if diags.HasError() {
		return nil
	}
	t, err := r.Tenants.Get(m.Target.ValueString())
	if err != nil {
		diags.AddAttributeError(path.Root("target"), "Unknown tenant", "Cannot apply: "+err.Error()+".")
		return nil
	}
	return t
}
