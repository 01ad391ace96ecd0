package provisioning

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

var jobClass = schema.NewClass(
	"SynchronizationJob", "synchronizationJob",
	schema.Read("id", func(j *SyncJob) any { return j.ID }),
	schema.Read("templateId", func(j *SyncJob) any { return j.TemplateID }),
	schema.Read("schedule", func(j *SyncJob) any {
		return map[string]any{"expiration": nil, "interval": j.Schedule.Interval, "state": j.Schedule.State}
	}),
	schema.Read("status", func(j *SyncJob) any { return statusBody(j.Status) }),
	schema.Read("synchronizationJobSettings", func(*SyncJob) any {
		return []map[string]any{
			{"name": "AzureIngestionAttributeOptimization", "value": "False"},
			{"name": "LookaheadQueryEnabled", "value": "False"},
		}
	}),
)

func jobSet(c *operation.Call) string {
	return "servicePrincipals('" + c.Params["id"] + "')/synchronization/jobs"
}

func chooseJobs(c *operation.Call) (operation.Selection, error) {
	q, err := c.Query(operation.OptSelect)
	if err != nil {
		return operation.Selection{}, err
	}
	return c.View(jobClass).Select(q.Select)
}

func listJobs(c *operation.Call) (operation.Answer, error) {
	chosen, err := chooseJobs(c)
	if err != nil {
		return operation.Answer{}, err
	}
	s, err := Find(c.World, c.Tenant, c.Params["id"])
	if err != nil {
		return operation.Answer{}, err
	}
	values := make([]map[string]any, 0, len(s.Jobs))
	for i := range s.Jobs {
		values = append(values, chosen.Render(&s.Jobs[i]))
	}
	return c.Collection(chosen.Fragment(jobSet(c)), values), nil
}

func getJob(c *operation.Call) (operation.Answer, error) {
	chosen, err := chooseJobs(c)
	if err != nil {
		return operation.Answer{}, err
	}
	j, err := FindJob(c.World, c.Tenant, c.Params["id"], c.Params["job"])
	if err != nil {
		return operation.Answer{}, err
	}
	return c.Single(chosen.Fragment(jobSet(c))+"/$entity", chosen.Render(&j)), nil
}

// jobSettings are the properties of a job besides its template.
var jobSettings = []string{"bulkUpload", "schedule", "schema", "status", "synchronizationJobSettings"}

func createJob(c *operation.Call) (operation.Answer, error) {
	body, err := c.Body(append(jobSettings, "templateId")...)
	if err != nil {
		return operation.Answer{}, err
	}
	for _, name := range jobSettings {
		if _, sent := body[name]; sent {
			return operation.Answer{}, refusal.NotModeled("creating a job with the property '%s'", name)
		}
	}
	template, err := operation.TextMember(body, "templateId")
	if err != nil {
		return operation.Answer{}, err
	}
	if template == "" {
		return operation.Answer{}, refusal.BadRequest("A value is required for property 'templateId'.")
	}
	j, err := CreateSyncJob(c.World, c.Tenant, c.Params["id"], template)
	if err != nil {
		return operation.Answer{}, err
	}
	answer := operation.Whole(jobClass, &j)
	answer["@odata.context"] = c.Context(jobSet(c) + "/$entity")
	return operation.Created(answer), nil
}

func deleteJob(c *operation.Call) (operation.Answer, error) {
	return operation.Done(DeleteSyncJob(c.World, c.Tenant, c.Params["id"], c.Params["job"]))
}

func startJob(c *operation.Call) (operation.Answer, error) {
	if err := c.NoParameters(); err != nil {
		return operation.Answer{}, err
	}
	return operation.Done(StartSyncJob(c.World, c.Tenant, c.Params["id"], c.Params["job"]))
}

func pauseJob(c *operation.Call) (operation.Answer, error) {
	if err := c.NoParameters(); err != nil {
		return operation.Answer{}, err
	}
	return operation.Done(PauseSyncJob(c.World, c.Tenant, c.Params["id"], c.Params["job"]))
}

// restartJob takes the reset scopes; without a body they are those of the portal
// (graph-cross-tenant §4.3).
func restartJob(c *operation.Call) (operation.Answer, error) {
	scope, err := resetScope(c)
	if err != nil {
		return operation.Answer{}, err
	}
	return operation.Done(RestartSyncJob(c.World, c.Tenant, c.Params["id"], c.Params["job"], scope))
}

func resetScope(c *operation.Call) (string, error) {
	body, err := c.OptionalBody("criteria")
	if err != nil || body["criteria"] == nil {
		return "", err
	}
	criteria, isObject := body["criteria"].(map[string]any)
	if !isObject {
		return "", refusal.BadRequest("Invalid value specified for property 'criteria'.")
	}
	criteria = operation.WithoutControl(criteria)
	if err := operation.OnlyMembers(criteria, "resetScope"); err != nil {
		return "", err
	}
	return operation.TextMember(criteria, "resetScope")
}
