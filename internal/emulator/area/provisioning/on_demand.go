package provisioning

import (
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// statusInfo is the key of the response for a job of cross-tenant synchronization
// (graph-cross-tenant §4.7).
const statusInfo = "Microsoft.Identity.Health.CPP.Common.DataContracts.SyncFabric.StatusInfo"

// subject is one object to provision.
type subject struct{ rule, id, kind string }

// provisionOnDemand provisions objects at once, whether the job is started or not.
func provisionOnDemand(c *operation.Call) (operation.Answer, error) {
	subjects, err := subjectsOf(c)
	if err != nil {
		return operation.Answer{}, err
	}
	records, err := Provision(c.World, c.Tenant, c.Params["id"], c.Params["job"], subjects)
	if err != nil {
		return operation.Answer{}, err
	}
	values := make([]map[string]any, 0, len(records))
	for _, r := range records {
		values = append(values, onDemandBody(r))
	}
	return c.Single("microsoft.graph.stringKeyStringValuePair", map[string]any{"key": statusInfo, "value": marshal(values)}), nil
}

func onDemandBody(r *Record) map[string]any {
	return map[string]any{
		"action": r.Action, "changeId": r.Change, "startTime": schema.Instant(r.Time), "endTime": schema.Instant(r.Time),
		"modifiedProperties": r.modifiedBody(), "provisioningSteps": r.steps("type"), "reportableIdentifier": r.Source.Name,
		"statusInfo":     map[string]any{"status": r.Status, "errorCode": schema.TextOrNull(r.Code + r.Skip), "reason": schema.TextOrNull(r.Reason)},
		"sourceIdentity": map[string]any{"id": r.Source.ID, "type": r.Kind}, "targetIdentity": map[string]any{"id": r.Target.ID, "type": r.Kind},
		"sourceSystem": map[string]any{"name": sourceDirectory}, "targetSystem": map[string]any{"name": targetDirectory},
	}
}

func subjectsOf(c *operation.Call) ([]subject, error) {
	body, err := c.Body("parameters")
	if err != nil {
		return nil, err
	}
	parameters, ok := body["parameters"].([]any)
	if !ok || len(parameters) == 0 {
		return nil, refusal.BadRequest("Invalid value specified for property 'parameters'.")
	}
	var all []subject
	for _, p := range parameters {
		parameter, _ := p.(map[string]any)
		rule, err := operation.TextMember(parameter, "ruleId")
		if err != nil {
			return nil, err
		}
		list, _ := parameter["subjects"].([]any)
		for _, x := range list {
			object, _ := x.(map[string]any)
			id, err := operation.TextMember(object, "objectId")
			if err != nil {
				return nil, err
			}
			kind, err := operation.TextMember(object, "objectTypeName")
			if err != nil {
				return nil, err
			}
			all = append(all, subject{rule, id, kind})
		}
	}
	if len(all) == 0 {
		return nil, refusal.BadRequest("A value is required for property 'subjects'.")
	}
	return all, nil
}

// Provision provisions users on demand. The state of a job, its threshold and what
// it has seen before do not matter.
func Provision(w *kernel.World, tenantID, principalID, jobID string, subjects []subject) ([]*Record, error) {
	var records []*Record
	err := changeSyncJob(w, tenantID, principalID, jobID, func(d *kernel.Directory, s *Synchronization, i int, at kernel.Moment) error {
		c, err := newCycle(d, s, &s.Jobs[i], at)
		if err != nil {
			return err
		}
		c.onDemand = true
		for _, x := range subjects {
			if err := c.provision(x); err != nil {
				return err
			}
		}
		c.save()
		records = c.records
		return nil
	})
	return records, err
}

func (c *cycle) provision(x subject) error {
	switch {
	case x.rule != c.rule.ID:
		return refusal.NotFound(x.rule)
	case x.kind == objectUser:
		return c.provisionUser(x.id)
	case x.kind == objectGroup:
		return c.provisionGroup(x.id)
	default:
		return refusal.BadRequest("Invalid value specified for property 'objectTypeName'.")
	}
}

func (c *cycle) provisionUser(id string) error {
	u := directory.Users.Truth(c.source, id)
	if u == nil {
		return refusal.NotFound(id)
	}
	if l := c.links[u.ID]; l != nil {
		l.Seen, l.Pending = "", false
	}
	t, err := c.taskFor(u)
	if err != nil {
		return err
	}
	if t.do == nothing {
		r := c.record(u.ID, objectUser, u.UserPrincipalName, actionOther)
		r.Standing = t.standing.details()
		reason := t.standing.reason()
		if !synchronizable(u) {
			reason = skipExternal
		}
		c.skipped(r, reason)
		return nil
	}
	if err := c.perform(t); err != nil {
		return err
	}
	c.manage(t)
	return nil
}

func (c *cycle) provisionGroup(id string) error {
	g := directory.Groups.Truth(c.source, id)
	if g == nil {
		return refusal.NotFound(id)
	}
	r := c.record(g.ID, objectGroup, g.DisplayName, actionOther)
	switch {
	case !c.syncsGroups():
		c.skipped(r, skipUnsupported)
		return nil
	case !slices.Contains(c.scope.groups, g.ID):
		c.skipped(r, skipNotEntitled)
		return nil
	}
	if l := c.links[g.ID]; l != nil {
		l.Seen = ""
	}
	flows, err := flowsOf(c.groups)
	if err != nil {
		return err
	}
	return c.runGroup(g, flows)
}
