package synchronization

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var _ action.ActionWithConfigure = (*syncAction)(nil)

// syncAction starts, pauses or restarts the jobs of a synchronization.
type syncAction struct{ tfkit.Action }

// The operations.
const (
	startJob   = "start"
	pauseJob   = "pause"
	restartJob = "restart"
)

func newSyncAction() action.Action {
	return &syncAction{tfkit.Action{
		Name: "control_sync",
		Text: "Starts, pauses or restarts the jobs of a cross-tenant synchronization in its source tenant.",
		Arguments: map[string]schema.Attribute{
			"service_principal_id": schema.StringAttribute{
				Required: true, Validators: []validator.String{tfkit.GUID()}, MarkdownDescription: "Object id of the service principal of the synchronization.",
			},
			"operation": schema.StringAttribute{
				Required: true, Validators: []validator.String{stringvalidator.OneOf(startJob, pauseJob, restartJob)},
				MarkdownDescription: "`start` starts a paused job and ends a quarantine, `pause` lets the present cycle end and starts no other, and `restart`" +
					" evaluates every user again and ends a quarantine, as the button in the Microsoft Entra admin center does.",
			},
		},
	}}
}

type syncActionModel struct {
	Tenant      types.String `tfsdk:"tenant"`
	Application types.String `tfsdk:"service_principal_id"`
	Operation   types.String `tfsdk:"operation"`
}

func (a *syncAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var m syncActionModel
	t := a.Begin(ctx, req, &m, &resp.Diagnostics)
	if t == nil {
		return
	}
	id, operation := strings.ToLower(m.Application.ValueString()), m.Operation.ValueString()
	cannot := fmt.Sprintf("Cannot %s synchronization %s of tenant %q", operation, id, t.Key)
	jobs, err := t.Graph.SyncJobs(ctx, id)
	switch {
	case err != nil:
		resp.Diagnostics.AddError(cannot, tfkit.Explain(t, err))
		return
	case len(jobs) == 0:
		resp.Diagnostics.AddError(cannot, "The service principal has no synchronization job.")
		return
	}
	for _, j := range jobs {
		if err := control(ctx, t.Graph, id, j, operation); err != nil {
			resp.Diagnostics.AddError(cannot, tfkit.Explain(t, err))
			return
		}
		tfkit.Done(resp, fmt.Sprintf("Tenant %q: %s of job %s is accepted.", t.Key, operation, j.ID))
	}
}

// control does nothing to a job that is paused already, or started: Microsoft asks not to
// start one that runs (graph-cross-tenant §4.3).
func control(ctx context.Context, c *graph.Client, id string, j graph.SyncJob, operation string) (err error) {
	switch {
	case operation == restartJob:
		_, err = c.RestartSyncJob(ctx, id, j.ID, graph.DefaultRestart)
	case operation == pauseJob && j.Started():
		_, err = c.PauseSyncJob(ctx, id, j.ID)
	case operation == startJob && (!j.Started() || j.Quarantined()):
		_, err = c.StartSyncJob(ctx, id, j.ID)
	}
	return err
}
