package graph

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

var (
	// Application.ReadWrite.OwnedBy is documented too; see writeApplications.
	writeSync = []string{"Synchronization.ReadWrite.All"}

	opSyncJob       = operation{"GET /servicePrincipals/{id}/synchronization/jobs/{id}", readSync}
	opAddSyncJob    = operation{"POST /servicePrincipals/{id}/synchronization/jobs", writeSync}
	opStartSyncJob  = operation{"POST /servicePrincipals/{id}/synchronization/jobs/{id}/start", writeSync}
	opPauseSyncJob  = operation{"POST /servicePrincipals/{id}/synchronization/jobs/{id}/pause", writeSync}
	opRestartSync   = operation{"POST /servicePrincipals/{id}/synchronization/jobs/{id}/restart", writeSync}
	opDeleteSyncJob = operation{"DELETE /servicePrincipals/{id}/synchronization/jobs/{id}", writeSync}
)

// syncJobTemplate is the only template of jobs that is documented.
const syncJobTemplate = "Azure2Azure"

// The states and codes of a job (graph-cross-tenant §4.3).
const (
	jobActive     = "Active"
	jobDisabled   = "Disabled"
	jobNotRun     = "NotRun"
	jobQuarantine = "Quarantine"
)

// TooManyDeletes is the reason of a quarantine that holds deletions back.
const TooManyDeletes = "TooManyDeletes"

// SyncJob is a job of a synchronization.
type SyncJob struct {
	ID, Template string
	// State is schedule.state, and Code is status.code. The last execution of a job
	// that has not run yet is a failed one, so it is left out (graph-cross-tenant §4.2).
	State, Code string
	// Quarantine is nil without one.
	Quarantine *SyncQuarantine
	// Ran is set if the job has begun a cycle.
	Ran bool
}

// SyncQuarantine is the reason of a quarantine.
type SyncQuarantine struct {
	Reason string
	Since  time.Time
	// Message is empty where Graph gives none.
	Message string
}

// Started reports whether the job is scheduled, be it in quarantine.
func (j SyncJob) Started() bool { return j.State == jobActive }

// Quarantined reports whether the job is in quarantine.
func (j SyncJob) Quarantined() bool { return j.Code == jobQuarantine }

// syncJob is a job as Graph has it.
type syncJob struct {
	ID, TemplateID string
	Schedule       struct{ State string }
	Status         struct {
		Code          string
		LastExecution *struct{}
		Quarantine    *struct {
			Reason       string
			CurrentBegan time.Time
			Error        *struct{ Code, Message string }
		}
	}
}

// ran reports whether the job has begun a cycle. The last execution of one that was
// started and has not run yet is a failed one.
func (j syncJob) ran() bool {
	return j.Status.Code != jobNotRun && (j.Schedule.State != jobDisabled || j.Status.LastExecution != nil)
}

func (j syncJob) job() SyncJob {
	known := SyncJob{ID: j.ID, Template: j.TemplateID, State: j.Schedule.State, Code: j.Status.Code, Ran: j.ran()}
	if q := j.Status.Quarantine; q != nil {
		known.Quarantine = &SyncQuarantine{Reason: q.Reason, Since: q.CurrentBegan}
		if q.Error != nil && q.Error.Code != "None" {
			known.Quarantine.Message = strings.TrimSpace(q.Error.Code + " " + q.Error.Message)
		}
	}
	return known
}

// SyncJobs lists the jobs of a service principal that synchronize tenants.
//
// GET /servicePrincipals/{id}/synchronization/jobs.
func (c *Client) SyncJobs(ctx context.Context, principalID string) ([]SyncJob, error) {
	found, err := readAll[syncJob](ctx, c, call{op: opSyncJobs, path: jobsPath(principalID)})
	var jobs []SyncJob
	for _, j := range found {
		if j.TemplateID == syncJobTemplate {
			jobs = append(jobs, j.job())
		}
	}
	return jobs, err
}

// AddSyncJob creates the job of a service principal, or returns the one that it has,
// and returns when it can be read. The new job is not started.
//
// GET /servicePrincipals/{id}/synchronization/jobs,
// POST /servicePrincipals/{id}/synchronization/jobs,
// GET /servicePrincipals/{id}/synchronization/jobs/{id}.
func (c *Client) AddSyncJob(ctx context.Context, principalID string) (SyncJob, error) {
	defer c.forgetSyncs()
	var added SyncJob
	err := c.whenReady(ctx, opAddSyncJob, principalID, func(ctx context.Context) (err error) {
		added, err = c.addSyncJob(ctx, principalID)
		return err
	})
	if err != nil {
		return added, err
	}
	c.markFresh(added.ID)
	return c.awaitSyncJob(ctx, principalID, added.ID, "the job", func(SyncJob) bool { return true })
}

// addSyncJob looks for a job before each attempt: an earlier one may have succeeded.
func (c *Client) addSyncJob(ctx context.Context, principalID string) (SyncJob, error) {
	var job SyncJob
	there := func() (is bool, err error) {
		job, is, err = firstOf(listed(c.SyncJobs(ctx, principalID)))
		return is, err
	}
	if is, err := there(); is || err != nil {
		return job, err
	}
	err := untilKnown(func(bool) error {
		var added syncJob
		err := c.send(ctx, call{
			op: opAddSyncJob, method: http.MethodPost, path: jobsPath(principalID), body: map[string]string{"templateId": syncJobTemplate},
		}, &added)
		job = added.job()
		return err
	}, there)
	return job, err
}

// awaitSyncJob returns a job as soon as it is as expected.
func (c *Client) awaitSyncJob(ctx context.Context, principalID, jobID, what string, seen func(SyncJob) bool) (SyncJob, error) {
	var found SyncJob
	err := transport.Poll(ctx, c.clock, what+" of service principal "+principalID, func(ctx context.Context) (bool, string, error) {
		var j syncJob
		err := c.read(ctx, call{op: opSyncJob, path: jobPath(principalID, jobID)}, &j)
		if c.notYet(jobID, err) || c.notReady(principalID, err) {
			return false, "no job", nil
		}
		found = j.job()
		return err == nil && seen(found), "a job in state " + found.State + " with status " + found.Code, err
	})
	return found, c.named(opSyncJob, err)
}

// StartSyncJob starts a job that is paused or in quarantine, and ends the quarantine.
// Microsoft asks not to start a job that runs, so after a lost answer the job is read
// first (graph-cross-tenant §4.3).
//
// POST /servicePrincipals/{id}/synchronization/jobs/{id}/start.
func (c *Client) StartSyncJob(ctx context.Context, principalID, jobID string) (SyncJob, error) {
	defer c.forgetSyncs()
	err := untilKnown(func(bool) error {
		return c.send(ctx, call{op: opStartSyncJob, method: http.MethodPost, path: jobPath(principalID, jobID) + "/start"}, nil)
	}, func() (bool, error) {
		j, err := c.awaitSyncJob(ctx, principalID, jobID, "the job", func(SyncJob) bool { return true })
		return j.Started() && !j.Quarantined(), err
	})
	if err != nil {
		return SyncJob{}, err
	}
	return c.awaitSyncJob(ctx, principalID, jobID, "the start", SyncJob.Started)
}

// PauseSyncJob pauses a job. A cycle that is running continues to its end.
//
// POST /servicePrincipals/{id}/synchronization/jobs/{id}/pause.
func (c *Client) PauseSyncJob(ctx context.Context, principalID, jobID string) (SyncJob, error) {
	defer c.forgetSyncs()
	if err := c.send(transport.WithSafeRepeat(ctx), call{op: opPauseSyncJob, method: http.MethodPost, path: jobPath(principalID, jobID) + "/pause"}, nil); err != nil {
		return SyncJob{}, err
	}
	return c.awaitSyncJob(ctx, principalID, jobID, "the pause", func(j SyncJob) bool { return !j.Started() })
}

// RestartScopes are the flags of a restart that Microsoft does not advise against, and
// DefaultRestart are those of the portal (graph-cross-tenant §4.3).
var (
	RestartScopes  = []string{"Escrows", "ForceDeletes", "Full", "QuarantineState", "Watermark"}
	DefaultRestart = []string{"Escrows", "QuarantineState", "Watermark"}
)

// RestartSyncJob restarts a job with flags of RestartScopes.
//
// POST /servicePrincipals/{id}/synchronization/jobs/{id}/restart.
func (c *Client) RestartSyncJob(ctx context.Context, principalID, jobID string, scopes []string) (SyncJob, error) {
	defer c.forgetSyncs()
	err := c.send(transport.WithSafeRepeat(ctx), call{
		op: opRestartSync, method: http.MethodPost, path: jobPath(principalID, jobID) + "/restart",
		body: map[string]any{"criteria": map[string]string{"resetScope": strings.Join(slices.Sorted(slices.Values(scopes)), ", ")}},
	}, nil)
	if err != nil {
		return SyncJob{}, err
	}
	return c.awaitSyncJob(ctx, principalID, jobID, "the restart", SyncJob.Started)
}

// DeleteSyncJob deletes a job. Deleting a missing one succeeds.
//
// DELETE /servicePrincipals/{id}/synchronization/jobs/{id}.
func (c *Client) DeleteSyncJob(ctx context.Context, principalID, jobID string) error {
	defer c.forgetSyncs()
	err := c.send(ctx, call{op: opDeleteSyncJob, method: http.MethodDelete, path: jobPath(principalID, jobID)}, nil)
	return unless(err, service.ErrNotFound)
}

func jobsPath(principalID string) string {
	return applicationPath(principalID) + "/synchronization/jobs"
}

func jobPath(principalID, jobID string) string {
	return jobsPath(principalID) + "/" + url.PathEscape(jobID)
}
