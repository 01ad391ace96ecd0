package msgraph

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/world"
)

const jobType = "microsoft.graph.synchronizationJob"

func (r *request) jobSet() string {
	return "servicePrincipals('" + r.params["principal"] + "')/synchronization/jobs"
}

func listJobs(r *request) (response, error) {
	q, err := r.query(optSelect)
	if err != nil {
		return response{}, err
	}
	s, err := r.world().Synchronization(r.tenant(), r.params["principal"])
	if err != nil {
		return response{}, err
	}
	if _, err := selectMembers(jobBody(world.SyncJob{}), q.Select, jobType); err != nil {
		return response{}, err
	}
	values := make([]map[string]any, 0, len(s.Jobs))
	for _, j := range s.Jobs {
		body, err := selectMembers(jobBody(j), q.Select, jobType)
		if err != nil {
			return response{}, err
		}
		values = append(values, body)
	}
	return ok(map[string]any{"@odata.context": r.context(fragmentOf(r.jobSet(), q.Select)), "value": values}), nil
}

func getJob(r *request) (response, error) {
	q, err := r.query(optSelect)
	if err != nil {
		return response{}, err
	}
	j, err := r.world().SyncJob(r.tenant(), r.params["principal"], r.params["job"])
	if err != nil {
		return response{}, err
	}
	body, err := selectMembers(jobBody(j), q.Select, jobType)
	if err != nil {
		return response{}, err
	}
	return single(r, fragmentOf(r.jobSet(), q.Select)+"/$entity", body), nil
}

// jobSettings are what a job has besides its template.
var jobSettings = []string{"bulkUpload", "schedule", "schema", "status", "synchronizationJobSettings"}

func createJob(r *request) (response, error) {
	body, err := r.body(append(jobSettings, "templateId")...)
	if err != nil {
		return response{}, err
	}
	for _, name := range jobSettings {
		if _, sent := body[name]; sent {
			return response{}, world.NotModelled("creating a job with the property '%s'", name)
		}
	}
	template, err := textMember(body, "templateId")
	if err != nil {
		return response{}, err
	}
	if template == "" {
		return response{}, badRequest("A value is required for property 'templateId'.")
	}
	j, err := r.world().CreateSyncJob(r.tenant(), r.params["principal"], template)
	if err != nil {
		return response{}, err
	}
	answer := jobBody(j)
	answer["@odata.context"] = r.context(r.jobSet() + "/$entity")
	return created(answer), nil
}

func deleteJob(r *request) (response, error) {
	return done(r.world().DeleteSyncJob(r.tenant(), r.params["principal"], r.params["job"]))
}

func startJob(r *request) (response, error) {
	if err := r.noParameters(); err != nil {
		return response{}, err
	}
	return done(r.world().StartSyncJob(r.tenant(), r.params["principal"], r.params["job"]))
}

func pauseJob(r *request) (response, error) {
	if err := r.noParameters(); err != nil {
		return response{}, err
	}
	return done(r.world().PauseSyncJob(r.tenant(), r.params["principal"], r.params["job"]))
}

// restartJob takes what to reset; without a body it is what the portal resets
// (graph-cross-tenant §4.3).
func restartJob(r *request) (response, error) {
	scope, err := r.resetScope()
	if err != nil {
		return response{}, err
	}
	return done(r.world().RestartSyncJob(r.tenant(), r.params["principal"], r.params["job"], scope))
}

func (r *request) resetScope() (string, error) {
	body, err := r.optionalBody("criteria")
	if err != nil || body["criteria"] == nil {
		return "", err
	}
	criteria, isObject := body["criteria"].(map[string]any)
	if !isObject {
		return "", badRequest("Invalid value specified for property 'criteria'.")
	}
	criteria = withoutControl(criteria)
	if err := onlyMembers(criteria, "resetScope"); err != nil {
		return "", err
	}
	return textMember(criteria, "resetScope")
}

// jobBody is a job in Graph's own form (graph-cross-tenant §4.2). Cycles are not
// modelled, so there are no entries to count.
func jobBody(j world.SyncJob) map[string]any {
	return map[string]any{
		"id":         j.ID,
		"templateId": j.TemplateID,
		"schedule":   map[string]any{"expiration": nil, "interval": j.Schedule.Interval, "state": j.Schedule.State},
		"status":     statusBody(j.Status),
		"synchronizationJobSettings": []map[string]any{
			{"name": "AzureIngestionAttributeOptimization", "value": "False"},
			{"name": "LookaheadQueryEnabled", "value": "False"},
		},
	}
}

// never is the zero time, which Graph writes where nothing happened yet.
const never = "0001-01-01T00:00:00Z"

func statusBody(s world.SyncStatus) map[string]any {
	body := map[string]any{
		"code": s.Code, "countSuccessiveCompleteFailures": 0, "escrowsPruned": false,
		"lastExecution": executionBody(s.Last), "lastSuccessfulExecution": nil, "lastSuccessfulExecutionWithExports": nil,
		"quarantine": quarantineBody(s.Quarantine), "steadyStateFirstAchievedTime": never, "steadyStateLastAchievedTime": never,
		"troubleshootingUrl": nil, "progress": []any{}, "synchronizedEntryCountByType": []any{},
	}
	if s.Last != nil && s.Last.State == world.SyncSucceeded {
		body["lastSuccessfulExecution"] = executionBody(s.Last)
		body["steadyStateFirstAchievedTime"], body["steadyStateLastAchievedTime"] = s.Last.Ended, s.Last.Ended
	}
	return body
}

func executionBody(e *world.SyncExecution) any {
	if e == nil {
		return nil
	}
	body := map[string]any{"activityIdentifier": nil, "state": e.State, "timeBegan": e.Began, "timeEnded": e.Ended, "error": noError()}
	for _, count := range []string{
		"countEntitled", "countEntitledForProvisioning", "countEscrowed", "countEscrowedRaw", "countExported", "countExports",
		"countImported", "countImportedDeltas", "countImportedReferenceDeltas",
	} {
		body[count] = 0
	}
	return body
}

// noError is what stands in place of an error when there is none.
func noError() map[string]any {
	return map[string]any{"code": "None", "message": "", "tenantActionable": false}
}

func quarantineBody(q *world.SyncQuarantined) any {
	if q == nil {
		return nil
	}
	return map[string]any{
		"reason": q.Reason, "currentBegan": world.Instant(q.Since), "seriesBegan": world.Instant(q.Since), "seriesCount": 1, "nextAttempt": world.Instant(q.NextAttempt()), "error": noError(),
	}
}
