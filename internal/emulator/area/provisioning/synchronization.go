package provisioning

import (
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// Synchronization is the state of a source tenant's service principal for
// synchronizing into a target tenant (graph-cross-tenant §4). Values are never
// modified once stored.
type Synchronization struct {
	ServicePrincipalID string       `json:"servicePrincipalId"`
	Jobs               []SyncJob    `json:"jobs"`
	Secrets            []SyncSecret `json:"secrets"`
	// CrossCloud means that the configuration was created for a tenant of another
	// cloud. Graph has no procedure for it (graph-cross-tenant §4.9), a seed has.
	CrossCloud bool `json:"crossCloud,omitempty"`
}

// The states of a job and its schedule (graph-cross-tenant §4.3).
const (
	SyncDisabled   = "Disabled"
	SyncPaused     = "Paused"
	SyncActive     = "Active"
	SyncNotRun     = "NotRun"
	SyncQuarantine = "Quarantine"
)

// The results of a run that the emulator has.
const (
	SyncSucceeded   = "Succeeded"
	syncFailed      = "Failed"
	syncEntryErrors = "EntryLevelErrors"
)

var (
	scheduleStates    = schema.EnumOf("synchronizationScheduleState")
	statusCodes       = schema.EnumOf("synchronizationStatusCode")
	quarantineReasons = schema.EnumOf("quarantineReason")
)

const (
	reasonException = "EncounteredQuarantineException"
	reasonDeletes   = "TooManyDeletes"
	reasonEscrows   = "EncounteredEscrowProportionThreshold"
	// syncInterval is fixed (graph-cross-tenant §4.7).
	syncInterval = "PT40M"
	// SyncJobTemplate is the only job template that is modeled.
	SyncJobTemplate = "Azure2Azure"
)

// SyncJob is one job. It runs when a test runs the engine; see [Run].
type SyncJob struct {
	ID         string       `json:"id"`
	TemplateID string       `json:"templateId"`
	Schedule   SyncSchedule `json:"schedule"`
	Status     SyncStatus   `json:"status"`
	// Schema is the text of the schema as a client has sent it.
	Schema string     `json:"schema,omitempty"`
	Cycles SyncCycles `json:"cycles"`
}

// SyncCycles is what a job keeps from one cycle for the next.
type SyncCycles struct {
	// Done means that the initial cycle was done: the next one is incremental.
	Done bool `json:"done,omitempty"`
	// Company is the target tenant of the last cycle.
	Company string `json:"company,omitempty"`
	// All means that all users are in scope. A change to assigned users only has no
	// effect until the job is restarted (graph-cross-tenant §4.4).
	All bool `json:"all,omitempty"`
	// Force allows the deletions of the next cycle.
	Force bool `json:"force,omitempty"`
	// Renew makes the next cycle drop the links between users of both tenants.
	Renew bool `json:"renew,omitempty"`
}

// SyncSchedule is the schedule of a job.
type SyncSchedule struct {
	State    string `json:"state"`
	Interval string `json:"interval"`
}

// Synchronizations are the outbound synchronizations of a tenant, by service
// principal.
var Synchronizations = &kernel.Set[Synchronization]{
	Declaration: kernel.Declaration{Name: "synchronizations", Steady: true, Unlisted: true, Owner: "servicePrincipals"},
	ID:          func(s *Synchronization) *string { return &s.ServicePrincipalID },
	OwnerID:     func(s *Synchronization) string { return s.ServicePrincipalID },
	Copy:        (*Synchronization).clone,
}

// Find reads the jobs and secrets of a service principal. A service principal that
// is not for synchronization has none, which is assumed.
func Find(w *kernel.World, tenantID, principalID string) (*Synchronization, error) {
	var found *Synchronization
	err := w.Read(tenantID, func(d *kernel.Directory, at kernel.Moment) (err error) {
		found, err = synchronization(d, principalID, at)
		return err
	})
	return found, err
}

func synchronization(d *kernel.Directory, principalID string, at kernel.Moment) (*Synchronization, error) {
	p, err := application.ServicePrincipals.Lookup(d, principalID, at)
	if err != nil {
		return nil, err
	}
	if !synchronizes(p) {
		return &Synchronization{ServicePrincipalID: p.ID}, nil
	}
	s := Synchronizations.Seen(d, p.ID, at)
	if s == nil {
		return nil, errSyncNotReady(at)
	}
	return s, nil
}

// errSyncNotReady refuses early calls. The two statuses are observed, the texts are
// assumed (graph-cross-tenant §4.2).
func errSyncNotReady(at kernel.Moment) *refusal.Error {
	const message = "The service principal is not ready for synchronization yet."
	if at.Settings.FreshServicePrincipalConflicts {
		return &refusal.Error{Status: 409, Code: refusal.CodeConflict, Message: message}
	}
	return &refusal.Error{Status: 403, Code: refusal.CodeDenied, Message: message}
}

// FindJob reads one job of a service principal.
func FindJob(w *kernel.World, tenantID, principalID, jobID string) (SyncJob, error) {
	s, err := Find(w, tenantID, principalID)
	if err != nil {
		return SyncJob{}, err
	}
	i := s.job(jobID)
	if i < 0 {
		return SyncJob{}, refusal.NotFound(jobID)
	}
	return s.Jobs[i], nil
}

// job is the index of a job, -1 if there is none with the id.
func (s *Synchronization) job(id string) int {
	return slices.IndexFunc(s.Jobs, func(j SyncJob) bool { return strings.EqualFold(j.ID, id) })
}

func (s *Synchronization) clone() *Synchronization {
	next := *s
	next.Jobs, next.Secrets = slices.Clone(s.Jobs), slices.Clone(s.Secrets)
	return &next
}

// changeSynchronization applies change to a copy of the current state and stores
// the result.
func changeSynchronization(w *kernel.World, tenantID, principalID string, change func(*kernel.Directory, *Synchronization, kernel.Moment) error) error {
	return w.Write(tenantID, func(d *kernel.Directory, at kernel.Moment) error {
		p, err := application.ServicePrincipals.ForChange(d, principalID, at)
		if err != nil {
			return err
		}
		if !synchronizes(p) {
			return refusal.NotModeled("synchronization of other applications than '%s'", SyncTemplateID)
		}
		if _, err := synchronization(d, p.ID, at); err != nil {
			return err
		}
		next := Synchronizations.Truth(d, p.ID).clone()
		if err := change(d, next, at); err != nil {
			return err
		}
		Synchronizations.Put(d, next, at)
		return nil
	})
}

// synchronizes reports whether a service principal supports cross-tenant
// synchronization.
func synchronizes(p *application.ServicePrincipal) bool { return p.TemplateID == SyncTemplateID }
