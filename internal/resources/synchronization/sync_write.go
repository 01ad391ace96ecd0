package synchronization

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/syncschema"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

// fill sets up a configuration whose application exists. The secrets come first: they
// name the target, by which an interrupted apply is continued.
func (m *syncModel) fill(ctx context.Context, t, target *tenant.Tenant, notes *syncNotes) error {
	if _, err := m.writeSecrets(ctx, t, nil); err != nil {
		return err
	}
	j, err := t.Graph.AddSyncJob(ctx, m.principalID())
	if err != nil {
		return err
	}
	m.JobID = types.StringValue(j.ID)
	return m.finish(ctx, t, target, j, progress{notes: notes})
}

// update changes an existing configuration. A job that is to pause does so first.
func (m *syncModel) update(ctx context.Context, t, target *tenant.Tenant, state *syncModel, notes *syncNotes) error {
	if !m.DisplayName.Equal(state.DisplayName) {
		if err := t.Graph.RenameSyncApplication(ctx, m.ApplicationObjectID.ValueString(), m.principalID(), m.DisplayName.ValueString()); err != nil {
			return err
		}
	}
	j, err := t.Graph.AddSyncJob(ctx, m.principalID())
	if err != nil {
		return err
	}
	m.JobID = types.StringValue(j.ID)
	if m.Status.ValueString() == statusPaused && j.Started() {
		if j, err = t.Graph.PauseSyncJob(ctx, m.principalID(), j.ID); err != nil {
			return err
		}
	}
	saved, err := m.writeSecrets(ctx, t, state)
	if err != nil {
		return err
	}
	p := progress{notes: notes, anew: saved && !m.SynchronizedTenantID.Equal(state.SynchronizedTenantID)}
	p.narrowed = state.Scope.ValueString() == scopeAll && m.Scope.ValueString() == scopeAssigned
	before, _ := state.restart(ctx)
	if now, scopes := m.restart(ctx); now != "" && before != "" && now != before {
		p.restart = scopes
	}
	return m.finish(ctx, t, target, j, p)
}

// progress is what an apply has done, or is asked for, besides the values of the model.
type progress struct {
	notes *syncNotes
	// anew is set if the secrets have another target than before.
	anew bool
	// narrowed is set if the scope was all users before.
	narrowed bool
	// restart are the scopes of a requested restart.
	restart []string
}

// finish validates the settings of both tenants, writes the schema and runs the job.
func (m *syncModel) finish(ctx context.Context, t, target *tenant.Tenant, j graph.SyncJob, p progress) error {
	starts := m.Status.ValueString() == statusStarted && (p.anew || !j.Started() || j.Quarantined())
	if starts && m.Validate.ValueBool() {
		if err := t.Graph.ValidateSync(ctx, m.principalID(), graph.SyncTarget{Key: target.Key, ID: target.ID}); err != nil {
			return err
		}
	}
	if err := m.writeSchema(ctx, t, p.notes); err != nil {
		return err
	}
	j, err := m.run(ctx, t, j, p)
	if err != nil {
		return err
	}
	m.observe(j)
	p.notes.Status = m.Status.ValueString()
	return nil
}

// writeSecrets saves the secrets if they differ. Where Graph masks them, they are saved
// if the plan changes one.
func (m *syncModel) writeSecrets(ctx context.Context, t *tenant.Tenant, state *syncModel) (saved bool, err error) {
	now, err := t.Graph.SyncSecrets(ctx, m.principalID())
	hidden := errors.Is(err, service.ErrForbidden) || now.Masked()
	if err != nil && !errors.Is(err, service.ErrForbidden) {
		return false, err
	}
	if state == nil && m.Scope.IsUnknown() {
		m.Scope = types.StringValue(scopeAssigned)
	}
	next, err := m.secrets(now)
	if err != nil {
		return false, err
	}
	if hidden && state != nil && m.sameSecrets(state) || !hidden && now.Show(next) {
		return false, m.refreshSecrets(next)
	}
	if err := t.Graph.SaveSyncSecrets(ctx, m.principalID(), next); err != nil {
		return false, err
	}
	return true, m.refreshSecrets(next)
}

// writeSchema changes the configured rows of the schema, and nothing else.
func (m *syncModel) writeSchema(ctx context.Context, t *tenant.Tenant, notes *syncNotes) error {
	s, err := readSchema(ctx, t, m)
	if err != nil {
		return err
	}
	change := notes.change(ctx, s, m)
	for i, w := range change.Rows {
		if w.SeenIn(s) || w.Absent || w.Former != "" || !w.Source.Computed() {
			continue
		}
		if change.Rows[i].Source.Text, err = t.Graph.ParseSyncExpression(ctx, m.principalID(), m.jobID(), w.Source.Expression); err != nil {
			return err
		}
	}
	text, differs, err := s.Edited(change)
	if err != nil {
		return err
	}
	if differs {
		err = t.Graph.SaveSyncSchema(ctx, m.principalID(), m.jobID(), text, change.SeenInText)
		if s, err = reparsed(text, err); err != nil {
			return err
		}
	}
	notes.done(m.wanted(ctx))
	m.settleMapping(s)
	return nil
}

func reparsed(text []byte, err error) (*syncschema.Schema, error) {
	if err != nil {
		return nil, err
	}
	return syncschema.Parse(text)
}

// settleMapping completes what is not configured of the mapping.
func (m *syncModel) settleMapping(s *syncschema.Schema) {
	if m.DeleteOutOfScope.IsUnknown() {
		m.DeleteOutOfScope = types.BoolValue(s.Deletes())
	}
	if m.Groups.IsUnknown() {
		on, _ := s.Groups()
		m.Groups = types.BoolValue(on)
	}
}

// narrowing are the scopes of the restart that a smaller scope needs: without the
// quarantine, which may hold deletions back (graph-cross-tenant §4.4).
var narrowing = []string{"Escrows", "Watermark"}

// run starts or restarts a job that should run. It is not started while it runs, and
// not while a quarantine holds deletions back.
func (m *syncModel) run(ctx context.Context, t *tenant.Tenant, j graph.SyncJob, p progress) (graph.SyncJob, error) {
	if m.Status.ValueString() == statusPaused {
		return j, nil
	}
	var err error
	switch {
	case p.restart != nil:
		j, err = t.Graph.RestartSyncJob(ctx, m.principalID(), j.ID, p.restart)
	case p.narrowed:
		j, err = t.Graph.RestartSyncJob(ctx, m.principalID(), j.ID, narrowing)
	}
	held := j.Quarantine != nil && j.Quarantine.Reason == graph.TooManyDeletes
	if err != nil || j.Started() && !j.Quarantined() || held && j.Started() {
		return j, err
	}
	return t.Graph.StartSyncJob(ctx, m.principalID(), j.ID)
}
