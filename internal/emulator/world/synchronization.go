package world

import (
	"slices"
	"strings"
	"time"
)

// Synchronization is what the service principal of a source tenant keeps about
// synchronizing into a target tenant (graph-cross-tenant §4). Values are never
// changed once they are stored.
type Synchronization struct {
	ServicePrincipalID string       `json:"servicePrincipalId"`
	Jobs               []SyncJob    `json:"jobs"`
	Secrets            []SyncSecret `json:"secrets"`
}

// The states of a job and its schedule (graph-cross-tenant §4.3).
const (
	SyncDisabled   = "Disabled"
	SyncPaused     = "Paused"
	SyncActive     = "Active"
	SyncNotRun     = "NotRun"
	SyncQuarantine = "Quarantine"
)

// The results of a run that occur here.
const (
	SyncSucceeded = "Succeeded"
	syncFailed    = "Failed"
)

var (
	scheduleStates    = []string{SyncActive, SyncDisabled, SyncPaused}
	statusCodes       = []string{"NotConfigured", SyncNotRun, SyncActive, SyncPaused, SyncQuarantine}
	quarantineReasons = []string{
		"EncounteredBaseEscrowThreshold", "EncounteredTotalEscrowThreshold", "EncounteredEscrowProportionThreshold",
		reasonException, "Unknown", "QuarantinedOnDemand", reasonDeletes, "IngestionInterrupted",
	}
)

const (
	reasonException = "EncounteredQuarantineException"
	reasonDeletes   = "TooManyDeletes"
	// syncInterval is fixed (graph-cross-tenant §4.7).
	syncInterval = "PT40M"
	// SyncJobTemplate is the only template of jobs that is modelled.
	SyncJobTemplate = "Azure2Azure"
)

// SyncJob is one job; cycles are not modelled, so it never runs by itself.
type SyncJob struct {
	ID         string       `json:"id"`
	TemplateID string       `json:"templateId"`
	Schedule   SyncSchedule `json:"schedule"`
	Status     SyncStatus   `json:"status"`
}

// SyncSchedule says whether and how often a job runs.
type SyncSchedule struct {
	State    string `json:"state"`
	Interval string `json:"interval"`
}

// SyncStatus is how a job is doing.
type SyncStatus struct {
	Code string `json:"code"`
	// Last is the last run; nil before the first start.
	Last       *SyncExecution   `json:"lastExecution,omitempty"`
	Quarantine *SyncQuarantined `json:"quarantine,omitempty"`
}

// SyncExecution is one run. A job that was started and has not run yet shows a
// failed one without an error (graph-cross-tenant §4.2).
type SyncExecution struct {
	State string    `json:"state"`
	Began time.Time `json:"timeBegan,omitzero"`
	Ended time.Time `json:"timeEnded,omitzero"`
}

// SyncQuarantined says why and since when a job is in quarantine.
type SyncQuarantined struct {
	Reason string    `json:"reason"`
	Since  time.Time `json:"currentBegan"`
}

// firstRetry is when a job in quarantine is tried for the first time
// (graph-cross-tenant §4.3).
const firstRetry = 6 * time.Hour

// NextAttempt is when the job runs next.
func (q SyncQuarantined) NextAttempt() time.Time { return q.Since.Add(firstRetry) }

// Synchronization reads the jobs and secrets of a service principal. One that
// was not made for synchronization has none, which is assumed.
func (w *World) Synchronization(tenantID, principalID string) (*Synchronization, error) {
	var found *Synchronization
	err := w.read(tenantID, func(d *directory, at moment) (err error) {
		found, err = w.synchronization(d, principalID, at)
		return err
	})
	return found, err
}

func (w *World) synchronization(d *directory, principalID string, at moment) (*Synchronization, error) {
	p, err := d.servicePrincipal(principalID, at)
	if err != nil {
		return nil, err
	}
	if !p.synchronizes() {
		return &Synchronization{ServicePrincipalID: p.ID}, nil
	}
	s := d.synchronizations.seen(p.ID, at)
	if s == nil {
		return nil, w.errSyncNotReady()
	}
	return s, nil
}

// errSyncNotReady answers calls that come too early; that they fail with one of
// two statuses is observed, their texts are assumed (graph-cross-tenant §4.2).
func (w *World) errSyncNotReady() *Fault {
	const message = "The service principal is not ready for synchronization yet."
	if w.settings.FreshServicePrincipalConflicts {
		return &Fault{Status: 409, Code: CodeConflict, Message: message}
	}
	return &Fault{Status: 403, Code: CodeDenied, Message: message}
}

// SyncJob reads one job of a service principal.
func (w *World) SyncJob(tenantID, principalID, jobID string) (SyncJob, error) {
	s, err := w.Synchronization(tenantID, principalID)
	if err != nil {
		return SyncJob{}, err
	}
	i := s.job(jobID)
	if i < 0 {
		return SyncJob{}, errNotFound(jobID)
	}
	return s.Jobs[i], nil
}

// job is the place of a job, -1 when there is none with that id.
func (s *Synchronization) job(id string) int {
	return slices.IndexFunc(s.Jobs, func(j SyncJob) bool { return strings.EqualFold(j.ID, id) })
}

func (s *Synchronization) clone() *Synchronization {
	return &Synchronization{ServicePrincipalID: s.ServicePrincipalID, Jobs: slices.Clone(s.Jobs), Secrets: slices.Clone(s.Secrets)}
}

// changeSynchronization stores what change makes of a copy of the truth.
func (w *World) changeSynchronization(tenantID, principalID string, change func(*directory, *Synchronization, moment) error) error {
	return w.write(tenantID, func(d *directory, at moment) error {
		p, err := d.servicePrincipalForChange(principalID, at)
		if err != nil {
			return err
		}
		if !p.synchronizes() {
			return NotModelled("synchronization of other applications than '%s'", SyncTemplateID)
		}
		if _, err := w.synchronization(d, p.ID, at); err != nil {
			return err
		}
		next := d.synchronizations.truth(p.ID).clone()
		if err := change(d, next, at); err != nil {
			return err
		}
		d.synchronizations.put(p.ID, next, at)
		return nil
	})
}
