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
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var _ action.ActionWithConfigure = (*tfkit.Action[controlModel])(nil)

// The operations.
const (
	startJob   = "start"
	pauseJob   = "pause"
	restartJob = "restart"
)

// principalArgument names the synchronization of an action.
var principalArgument = tfkit.RequiredID(
	"Object id of the service principal of the synchronization, such as `service_principal_id` of `multitenant_cross_tenant_sync`.")

type controlModel struct {
	Tenant      types.String `tfsdk:"tenant"`
	Application types.String `tfsdk:"service_principal_id"`
	Operation   types.String `tfsdk:"operation"`
}

// newSyncAction starts, pauses or restarts the jobs of a synchronization.
func newSyncAction() action.Action {
	return &tfkit.Action[controlModel]{
		Name: "control_sync",
		Text: "Starts, pauses or restarts the jobs of a cross-tenant synchronization in its source tenant.",
		Arguments: map[string]schema.Attribute{
			"service_principal_id": principalArgument,
			"operation": schema.StringAttribute{
				Required: true, Validators: []validator.String{stringvalidator.OneOf(startJob, pauseJob, restartJob)},
				MarkdownDescription: "`start` starts a paused job and ends a quarantine, `pause` lets the present cycle end and starts no other, and `restart`" +
					" evaluates every user again and ends a quarantine, as the button in the Microsoft Entra admin center does.",
			},
		},
		Subject: func(m controlModel) string {
			return m.Operation.ValueString() + " of synchronization " + m.Application.ValueString()
		},
		Act: func(ctx context.Context, t *tenant.Tenant, m controlModel, say func(string)) error {
			return eachJob(ctx, t, m.Application, func(principalID string, j graph.SyncJob) error {
				acted, err := control(ctx, t.Graph, principalID, j, m.Operation.ValueString())
				switch {
				case err != nil:
					return err
				case acted:
					say(fmt.Sprintf("%s of job %s is accepted.", m.Operation.ValueString(), j.ID))
				default:
					say(fmt.Sprintf("job %s needs no %s: its state is %s.", j.ID, m.Operation.ValueString(), j.State))
				}
				return nil
			})
		},
	}
}

// eachJob acts on the jobs of a synchronization, up to the first error.
func eachJob(ctx context.Context, t *tenant.Tenant, principal types.String, act func(principalID string, j graph.SyncJob) error) error {
	id := strings.ToLower(principal.ValueString())
	jobs, err := t.Graph.SyncJobs(ctx, id)
	if err == nil && len(jobs) == 0 {
		err = tfkit.Refusal("The service principal has no synchronization job.")
	}
	if err != nil {
		return err
	}
	for _, j := range jobs {
		if err := act(id, j); err != nil {
			return err
		}
	}
	return nil
}

// control does nothing to a job that is paused already, or started: Microsoft asks not to
// start one that runs (graph-cross-tenant §4.3).
func control(ctx context.Context, c *graph.Client, id string, j graph.SyncJob, operation string) (acted bool, err error) {
	switch {
	case operation == restartJob:
		_, err = c.RestartSyncJob(ctx, id, j.ID, graph.DefaultRestart)
	case operation == pauseJob && j.Started():
		_, err = c.PauseSyncJob(ctx, id, j.ID)
	case operation == startJob && (!j.Started() || j.Quarantined()):
		_, err = c.StartSyncJob(ctx, id, j.ID)
	default:
		return false, nil
	}
	return true, err
}
