package provisioning

import (
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// CreateSyncJob adds a job that neither runs nor is scheduled. Assumed: a second
// one is accepted.
func CreateSyncJob(w *kernel.World, tenantID, principalID, templateID string) (SyncJob, error) {
	var created SyncJob
	err := changeSynchronization(w, tenantID, principalID, func(d *kernel.Directory, s *Synchronization, at kernel.Moment) error {
		if templateID != SyncJobTemplate {
			return refusal.NotModeled("the job template '%s'", templateID)
		}
		created = newSyncJob(d, s.CrossCloud, at)
		s.Jobs = append(s.Jobs, created)
		return nil
	})
	return created, err
}

// newSyncJob has an id in the format of real ones, as far as it is known
// (graph-cross-tenant §4.2).
func newSyncJob(d *kernel.Directory, crossCloud bool, at kernel.Moment) SyncJob {
	return SyncJob{
		ID:         SyncJobTemplate + "." + strings.ReplaceAll(d.ID, "-", "") + "." + at.NewID(),
		TemplateID: SyncJobTemplate,
		Schedule:   SyncSchedule{State: SyncDisabled, Interval: syncInterval},
		Status:     SyncStatus{Code: SyncPaused},
		Schema:     defaultSchema(d, crossCloud, at),
	}
}

// DeleteSyncJob removes a job; no user is deprovisioned (graph-cross-tenant §4.6).
func DeleteSyncJob(w *kernel.World, tenantID, principalID, jobID string) error {
	return changeSyncJob(w, tenantID, principalID, jobID, func(d *kernel.Directory, s *Synchronization, i int, _ kernel.Moment) error {
		forget(d, s.Jobs[i].ID)
		s.Jobs = slices.Delete(s.Jobs, i, i+1)
		return nil
	})
}

// changeSyncJob calls change with the index of a job that the caller can see.
func changeSyncJob(w *kernel.World, tenantID, principalID, jobID string, change func(d *kernel.Directory, s *Synchronization, i int, at kernel.Moment) error) error {
	return changeSynchronization(w, tenantID, principalID, func(d *kernel.Directory, s *Synchronization, at kernel.Moment) error {
		return changeJob(d, s, jobID, at, change)
	})
}

func changeJob(d *kernel.Directory, s *Synchronization, jobID string, at kernel.Moment, change func(d *kernel.Directory, s *Synchronization, i int, at kernel.Moment) error) error {
	seen := Synchronizations.Seen(d, s.ServicePrincipalID, at)
	i := s.job(jobID)
	if i < 0 || seen == nil || seen.job(jobID) < 0 {
		return refusal.NotFound(jobID)
	}
	return change(d, s, i, at)
}

// startSyncJob is changeSyncJob for changes that start a job.
func startSyncJob(w *kernel.World, tenantID, principalID, jobID string, change func(d *kernel.Directory, s *Synchronization, i int, at kernel.Moment) error) error {
	return changeSynchronization(w, tenantID, principalID, func(d *kernel.Directory, s *Synchronization, at kernel.Moment) error {
		if d.WithoutP1 && at.Settings.SyncNeedsP1InSource {
			return crosstenant.NoLicense()
		}
		return changeJob(d, s, jobID, at, change)
	})
}

// StartSyncJob schedules a job and ends a quarantine. Starting a started job
// changes nothing, which is assumed.
func StartSyncJob(w *kernel.World, tenantID, principalID, jobID string) error {
	return startSyncJob(w, tenantID, principalID, jobID, func(_ *kernel.Directory, s *Synchronization, i int, at kernel.Moment) error {
		j := &s.Jobs[i]
		if j.Schedule.State == SyncActive && j.Status.Code != SyncQuarantine {
			return nil
		}
		j.Status.Quarantine = nil
		s.schedule(j, at)
		return nil
	})
}

// schedule makes a job wait for its next run. Without saved credentials it goes
// into quarantine, which is assumed (graph-cross-tenant §9 no. 9).
func (s *Synchronization) schedule(j *SyncJob, at kernel.Moment) {
	j.Schedule.State = SyncActive
	values := s.values()
	switch {
	case values[SecretCompany] == "" || values[SecretAuthenticates] == "":
		j.Status.Quarantine = &SyncQuarantined{Reason: reasonException, Since: at.Now}
		j.Status.Code = SyncQuarantine
	case j.Status.Quarantine != nil:
		j.Status.Code = SyncQuarantine
	default:
		j.Status.Code = SyncNotRun
	}
	if j.Status.Last == nil {
		j.Status.Last = &SyncExecution{State: syncFailed}
	}
}

// PauseSyncJob pauses a job. Assumed: its schedule is then Paused.
func PauseSyncJob(w *kernel.World, tenantID, principalID, jobID string) error {
	return changeSyncJob(w, tenantID, principalID, jobID, func(_ *kernel.Directory, s *Synchronization, i int, _ kernel.Moment) error {
		s.Jobs[i].Schedule.State, s.Jobs[i].Status.Code = SyncPaused, SyncPaused
		return nil
	})
}

// resetScopes are the flags of a restart (graph-cross-tenant §4.3).
var resetScopes = schema.EnumOf("synchronizationJobRestartScope")

// RestartSyncJob restarts a job. The scope is a list of flags separated by commas;
// an empty scope includes ending a quarantine.
func RestartSyncJob(w *kernel.World, tenantID, principalID, jobID, resetScope string) error {
	flags, err := resetFlags(resetScope)
	if err != nil {
		return err
	}
	return startSyncJob(w, tenantID, principalID, jobID, func(_ *kernel.Directory, s *Synchronization, i int, at kernel.Moment) error {
		j := &s.Jobs[i]
		if j.Status.Quarantine != nil && lifts(flags, j.Status.Quarantine.Reason) {
			j.Status.Quarantine = nil
		}
		j.Cycles.reset(flags)
		s.schedule(j, at)
		return nil
	})
}

func resetFlags(scope string) ([]string, error) {
	if scope == "" {
		return []string{"Escrows", "Watermark", "QuarantineState"}, nil
	}
	var flags []string
	for flag := range strings.SplitSeq(scope, ",") {
		flag = strings.TrimSpace(flag)
		if !slices.Contains(resetScopes, flag) {
			return nil, refusal.BadRequest("Requested value '%s' was not found.", flag)
		}
		flags = append(flags, flag)
	}
	return flags, nil
}

// lifts reports whether a restart ends a quarantine: one for too many deletions
// ends only with the flag that allows them.
func lifts(flags []string, reason string) bool {
	return slices.Contains(flags, "QuarantineState") || slices.Contains(flags, "Full") ||
		reason == reasonDeletes && slices.Contains(flags, "ForceDeletes")
}

// reset prepares the next cycle for a restart: without the watermark every user is
// evaluated again, without the connector data users are matched again.
func (c *SyncCycles) reset(flags []string) {
	full := slices.Contains(flags, "Full")
	if full || slices.Contains(flags, "Watermark") {
		c.Done = false
	}
	if full || slices.Contains(flags, "ConnectorDataStore") {
		c.Renew = true
	}
	if slices.Contains(flags, "ForceDeletes") {
		c.Force = true
	}
}
