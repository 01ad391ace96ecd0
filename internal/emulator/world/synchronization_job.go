package world

import (
	"slices"
	"strings"
)

// CreateSyncJob adds a job that neither runs nor is scheduled. That a second one
// is accepted is assumed.
func (w *World) CreateSyncJob(tenantID, principalID, templateID string) (SyncJob, error) {
	var created SyncJob
	err := w.changeSynchronization(tenantID, principalID, func(d *directory, s *Synchronization, _ moment) error {
		if templateID != SyncJobTemplate {
			return NotModelled("the job template '%s'", templateID)
		}
		created = w.newSyncJob(d)
		s.Jobs = append(s.Jobs, created)
		return nil
	})
	return created, err
}

// newSyncJob has an id of the form that real ones have, as far as it is known
// (graph-cross-tenant §4.2).
func (w *World) newSyncJob(d *directory) SyncJob {
	return SyncJob{
		ID:         SyncJobTemplate + "." + strings.ReplaceAll(d.ID, "-", "") + "." + w.options.NewID(),
		TemplateID: SyncJobTemplate,
		Schedule:   SyncSchedule{State: SyncDisabled, Interval: syncInterval},
		Status:     SyncStatus{Code: SyncPaused},
	}
}

// DeleteSyncJob removes a job; nobody is deprovisioned (graph-cross-tenant §4.6).
func (w *World) DeleteSyncJob(tenantID, principalID, jobID string) error {
	return w.changeSyncJob(tenantID, principalID, jobID, func(s *Synchronization, i int, _ moment) error {
		s.Jobs = slices.Delete(s.Jobs, i, i+1)
		return nil
	})
}

// changeSyncJob hands change a job that the caller can see, by its place.
func (w *World) changeSyncJob(tenantID, principalID, jobID string, change func(s *Synchronization, i int, at moment) error) error {
	return w.changeSynchronization(tenantID, principalID, func(d *directory, s *Synchronization, at moment) error {
		return changeJob(d, s, jobID, at, change)
	})
}

func changeJob(d *directory, s *Synchronization, jobID string, at moment, change func(s *Synchronization, i int, at moment) error) error {
	seen := d.synchronizations.seen(s.ServicePrincipalID, at)
	i := s.job(jobID)
	if i < 0 || seen == nil || seen.job(jobID) < 0 {
		return errNotFound(jobID)
	}
	return change(s, i, at)
}

// startSyncJob is changeSyncJob for what makes a job run.
func (w *World) startSyncJob(tenantID, principalID, jobID string, change func(s *Synchronization, i int, at moment) error) error {
	return w.changeSynchronization(tenantID, principalID, func(d *directory, s *Synchronization, at moment) error {
		if d.WithoutP1 && at.settings.SyncNeedsP1InSource {
			return errNoLicence()
		}
		return changeJob(d, s, jobID, at, change)
	})
}

// StartSyncJob schedules a job and lifts a quarantine. Starting one that runs
// changes nothing, which is assumed.
func (w *World) StartSyncJob(tenantID, principalID, jobID string) error {
	return w.startSyncJob(tenantID, principalID, jobID, func(s *Synchronization, i int, at moment) error {
		j := &s.Jobs[i]
		if j.Schedule.State == SyncActive && j.Status.Code != SyncQuarantine {
			return nil
		}
		j.Status.Quarantine = nil
		s.schedule(j, at)
		return nil
	})
}

// schedule makes a job wait for its next run. Without saved credentials it ends
// in quarantine, which is assumed (graph-cross-tenant §9 no. 9).
func (s *Synchronization) schedule(j *SyncJob, at moment) {
	j.Schedule.State = SyncActive
	values := s.values()
	switch {
	case values[SecretCompany] == "" || values[SecretAuthenticates] == "":
		j.Status.Quarantine = &SyncQuarantined{Reason: reasonException, Since: at.now}
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

// PauseSyncJob stops a job from being run; that its schedule is then Paused is
// assumed.
func (w *World) PauseSyncJob(tenantID, principalID, jobID string) error {
	return w.changeSyncJob(tenantID, principalID, jobID, func(s *Synchronization, i int, _ moment) error {
		s.Jobs[i].Schedule.State, s.Jobs[i].Status.Code = SyncPaused, SyncPaused
		return nil
	})
}

// resetScopes are the flags of a restart (graph-cross-tenant §4.3).
var resetScopes = []string{"None", "ConnectorDataStore", "Escrows", "Watermark", "QuarantineState", "Full", "ForceDeletes"}

// RestartSyncJob makes a job begin again. The scope is a list of flags with
// commas; an empty one lifts a quarantine among other things.
func (w *World) RestartSyncJob(tenantID, principalID, jobID, resetScope string) error {
	flags, err := resetFlags(resetScope)
	if err != nil {
		return err
	}
	return w.startSyncJob(tenantID, principalID, jobID, func(s *Synchronization, i int, at moment) error {
		j := &s.Jobs[i]
		if j.Status.Quarantine != nil && lifts(flags, j.Status.Quarantine.Reason) {
			j.Status.Quarantine = nil
		}
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
			return nil, badRequest("Requested value '%s' was not found.", flag)
		}
		flags = append(flags, flag)
	}
	return flags, nil
}

// lifts says whether a restart ends a quarantine: one for too many deletions
// ends when they are allowed.
func lifts(flags []string, reason string) bool {
	return slices.Contains(flags, "QuarantineState") || slices.Contains(flags, "Full") ||
		reason == reasonDeletes && slices.Contains(flags, "ForceDeletes")
}
