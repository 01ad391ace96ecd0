package synchronization

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// warnOfDrift says what has happened to a synchronization outside of Terraform, and
// what the apply does about it.
func (m *syncModel) warnOfDrift(ctx context.Context, state syncModel, notes syncNotes, diags *diag.Diagnostics) {
	name := fmt.Sprintf("synchronization %q from tenant %q to tenant %q", m.DisplayName.ValueString(), m.Tenant.ValueString(), m.Target.ValueString())
	warn := func(at, summary, text string, args ...any) {
		diags.AddAttributeWarning(path.Root(at), summary, fmt.Sprintf(text, args...))
	}
	switch now := state.Status.ValueString(); {
	case now == statusWithoutJob:
		warn("status", "Job was deleted", "The job of %s was deleted outside of Terraform. The apply creates a new one with the default mapping and the"+
			" configured changes. Synchronized users are matched again.", name)
	case now == statusQuarantined:
		m.warnOfQuarantine(ctx, state, name, warn)
	case now == statusPaused && notes.Status == statusStarted && m.Status.ValueString() == statusStarted:
		warn("status", "Job is paused", "The job of %s was paused outside of Terraform: by an administrator, or by the service after four weeks in quarantine."+
			" The apply starts it. To leave it paused, set status = \"paused\".", name)
	case now == statusStarted && notes.Status == statusPaused && m.Status.ValueString() == statusPaused:
		warn("status", "Job is running", "The job of %s was started outside of Terraform. The apply pauses it.", name)
	}
	if !state.SynchronizedTenantID.Equal(state.TargetTenantID) && tfkit.Known(m.TargetTenantID) {
		was := "has lost the secrets that name its target"
		if other := state.SynchronizedTenantID.ValueString(); other != "" {
			was = "has secrets that name another tenant, " + other
		}
		warn("synchronized_tenant_id", "Secrets do not name the target", "The %s %s. The apply saves them again.", name, was)
	}
	if edited := m.editedRows(ctx, state, notes); len(edited) > 0 {
		warn("user_mapping", "Mapping was changed outside of Terraform", "The %s has other mappings than this resource has written, of %s. The apply writes them"+
			" again; other mappings stay as they are.", name, strings.Join(edited, ", "))
	}
}

// warnOfQuarantine explains a quarantine, and its end.
func (m *syncModel) warnOfQuarantine(ctx context.Context, state syncModel, name string, warn func(at, summary, text string, args ...any)) {
	reason := state.quarantineReason()
	if reason == "" {
		reason = "no reason given"
	}
	since := textOf(state.Quarantine, "since")
	because := reason
	if message := textOf(state.Quarantine, "message"); message != "" {
		because += ": " + message
	}
	switch {
	case m.Status.ValueString() == statusPaused:
		warn("status", "Job is in quarantine", "The job of %s is in quarantine since %s (%s). The apply pauses it.", name, since, because)
	case m.restarts(ctx, state) != nil:
	case reason == graph.TooManyDeletes:
		warn("status", "Job holds deletions back", "The job of %s is in quarantine since %s (%s): a cycle would delete or deactivate more users than"+
			" delete_threshold (%d). The apply leaves it as it is. If the deletions are intended, set restart with another trigger and"+
			" scopes = [\"ForceDeletes\"], which makes them once. Otherwise bring the users back into scope, and set restart with another trigger.",
			name, since, because, state.DeleteThreshold.ValueInt64())
	default:
		warn("status", "Job is in quarantine", "The job of %s is in quarantine since %s (%s). The apply starts it, which ends the quarantine. Fix the"+
			" cause: otherwise the quarantine returns with the next cycle.", name, since, because)
	}
}
