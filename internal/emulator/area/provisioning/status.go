package provisioning

import (
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// SyncStatus is the status of a job.
type SyncStatus struct {
	Code string `json:"code"`
	// Last is the last run; nil before the first start. Success is the last
	// successful run, and Exported the last one that changed the target.
	Last       *SyncExecution   `json:"lastExecution,omitempty"`
	Success    *SyncExecution   `json:"lastSuccessfulExecution,omitempty"`
	Exported   *SyncExecution   `json:"lastSuccessfulExecutionWithExports,omitempty"`
	Quarantine *SyncQuarantined `json:"quarantine,omitempty"`
	// Steady are the first and the last time at which nothing was left to do.
	SteadyFirst time.Time `json:"steadyStateFirstAchievedTime,omitzero"`
	SteadyLast  time.Time `json:"steadyStateLastAchievedTime,omitzero"`
	// Failures is the number of complete failures in a row.
	Failures int `json:"countSuccessiveCompleteFailures,omitempty"`
	// Synced is the number of synchronized objects by type.
	Synced map[string]int `json:"synchronizedEntryCountByType,omitempty"`
}

// SyncExecution is one run. A job that was started and has not run yet has a failed
// one without an error (graph-cross-tenant §4.2).
type SyncExecution struct {
	Activity string     `json:"activityIdentifier,omitempty"`
	State    string     `json:"state"`
	Began    time.Time  `json:"timeBegan,omitzero"`
	Ended    time.Time  `json:"timeEnded,omitzero"`
	Error    *SyncError `json:"error,omitempty"`
	Counts   SyncCounts `json:"counts,omitzero"`
}

// SyncCounts are the numbers of objects of a run.
type SyncCounts struct {
	Imported, Entitled, Exported, Escrowed, References int
}

// SyncError is the reason of a failure.
type SyncError struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

// SyncQuarantined is the reason and the start of a quarantine.
type SyncQuarantined struct {
	Reason string     `json:"reason"`
	Since  time.Time  `json:"currentBegan"`
	Count  int        `json:"seriesCount,omitempty"`
	Error  *SyncError `json:"error,omitempty"`
}

// firstRetry is the time until the first attempt in quarantine (graph-cross-tenant
// §4.3).
const firstRetry = 6 * time.Hour

// NextAttempt is the time of the next attempt.
func (q SyncQuarantined) NextAttempt() time.Time { return q.Since.Add(firstRetry) }

// never is the zero time, which Graph returns before the first event.
const never = "0001-01-01T00:00:00Z"

func timeOrNever(t time.Time) any {
	if t.IsZero() {
		return never
	}
	return t.UTC().Truncate(schema.Tick)
}

func statusBody(s SyncStatus) map[string]any {
	counts := []any{}
	for _, kind := range []string{objectUser, objectGroup} {
		if n := s.Synced[kind]; n > 0 {
			counts = append(counts, map[string]any{"key": kind, "value": n})
		}
	}
	return map[string]any{
		"code": s.Code, "countSuccessiveCompleteFailures": s.Failures, "escrowsPruned": false,
		"lastExecution": executionBody(s.Last), "lastSuccessfulExecution": executionBody(s.Success),
		"lastSuccessfulExecutionWithExports": executionBody(s.Exported), "quarantine": quarantineBody(s.Quarantine),
		"steadyStateFirstAchievedTime": timeOrNever(s.SteadyFirst), "steadyStateLastAchievedTime": timeOrNever(s.SteadyLast),
		"troubleshootingUrl": nil, "progress": []any{}, "synchronizedEntryCountByType": counts,
	}
}

func executionBody(e *SyncExecution) any {
	if e == nil {
		return nil
	}
	n := e.Counts
	return map[string]any{
		"activityIdentifier": schema.TextOrNull(e.Activity), "state": e.State, "timeBegan": timeOrNever(e.Began), "timeEnded": timeOrNever(e.Ended),
		"error": errorBody(e.Error), "countEntitled": n.Entitled, "countEntitledForProvisioning": n.Entitled, "countEscrowed": n.Escrowed,
		"countEscrowedRaw": n.Escrowed, "countExported": n.Exported, "countExports": n.Exported + n.Escrowed, "countImported": n.Imported,
		"countImportedDeltas": n.Imported, "countImportedReferenceDeltas": n.References,
	}
}

// errorBody is an error; its absence has a code of its own.
func errorBody(e *SyncError) map[string]any {
	if e == nil {
		return map[string]any{"code": "None", "message": "", "tenantActionable": false}
	}
	return map[string]any{"code": e.Code, "message": e.Message, "tenantActionable": true}
}

func quarantineBody(q *SyncQuarantined) any {
	if q == nil {
		return nil
	}
	return map[string]any{
		"reason": q.Reason, "currentBegan": schema.Instant(q.Since), "seriesBegan": schema.Instant(q.Since), "seriesCount": max(q.Count, 1),
		"nextAttempt": schema.Instant(q.NextAttempt()), "error": errorBody(q.Error),
	}
}
