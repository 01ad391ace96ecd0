package provisioning

import (
	"encoding/json"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// Record is an entry of the provisioning log: what a cycle did with one object
// (graph-cross-tenant §4.7).
type Record struct {
	ID     string    `json:"id"`
	Time   time.Time `json:"activityDateTime"`
	Cycle  string    `json:"cycleId"`
	Change string    `json:"changeId"`
	Job    string    `json:"jobId"`
	Tenant string    `json:"tenantId"`
	Action string    `json:"provisioningAction"`
	Kind   string    `json:"kind"`
	Source identity  `json:"sourceIdentity"`
	Target identity  `json:"targetIdentity"`
	// Principal is the service principal of the job, Application its client id.
	Principal   identity `json:"servicePrincipal"`
	Application string   `json:"applicationId"`
	Status      string   `json:"status"`
	Code        string   `json:"errorCode,omitempty"`
	Reason      string   `json:"reason,omitempty"`
	// Skip is why an object was left out; Standing are the answers about its scope.
	Skip     string            `json:"skipReason,omitempty"`
	Standing map[string]string `json:"scoping,omitempty"`
	Modified []change          `json:"modifiedProperties,omitempty"`
}

// identity is an object with its names.
type identity struct {
	ID      string `json:"id,omitempty"`
	Name    string `json:"name,omitempty"`
	Display string `json:"displayName,omitempty"`
}

// change is a changed property; an empty text is null.
type change struct {
	Name string `json:"displayName"`
	Old  string `json:"oldValue,omitempty"`
	New  string `json:"newValue,omitempty"`
}

// The values of the enumerations of the log.
const (
	actionCreate  = "create"
	actionUpdate  = "update"
	actionDelete  = "delete"
	actionDisable = "disable"
	actionStaged  = "stagedDelete"
	actionOther   = "other"

	statusSuccess = "success"
	statusFailure = "failure"
	statusSkipped = "skipped"
)

// record begins a record that is a success so far.
func (c *cycle) record(id, kind, name, action string) *Record {
	return &Record{
		ID: c.at.NewID(), Time: c.at.Now, Cycle: c.id, Change: c.at.NewID(), Job: c.job.ID, Tenant: c.target.ID, Action: action, Kind: kind,
		Source: identity{ID: id, Name: name}, Principal: identity{ID: c.principal.ID, Display: c.principal.DisplayName},
		Application: c.principal.AppID, Status: statusSuccess,
	}
}

// details are the answers about the scope, with the names of the log.
func (s standing) details() map[string]string {
	filters, _ := json.Marshal(s.filters)
	return map[string]string{
		"Active in the source system": boolText(s.active), "Assigned to the application": boolText(s.assigned),
		"User has the required role": boolText(s.entitled), "Scoping filter evaluation passed": boolText(s.filtered),
		"ScopeEvaluationResult": string(filters),
	}
}

// modified lists the synchronized attributes that differ.
func modified(before, next *directory.User) []change {
	var all []change
	for _, a := range attributes {
		if a.write == nil && a.name != attributeUPN {
			continue
		}
		old := ""
		if before != nil {
			old = a.read(before).String()
		}
		if now := a.read(next).String(); now != old {
			all = append(all, change{a.name, old, now})
		}
	}
	return all
}

var recordClass = schema.NewClass(
	"ProvisioningObjectSummary", "provisioningObjectSummary",
	schema.Read("id", func(r *Record) any { return r.ID }),
	schema.Read("activityDateTime", func(r *Record) any { return schema.Instant(r.Time) }),
	schema.Read("changeId", func(r *Record) any { return r.Change }),
	schema.Read("cycleId", func(r *Record) any { return r.Cycle }),
	schema.Read("durationInMilliseconds", func(*Record) any { return 1000 }),
	schema.Read("initiatedBy", func(*Record) any {
		return map[string]any{"id": "", "displayName": "Azure AD Provisioning Service", "initiatorType": "system"}
	}),
	schema.Read("jobId", func(r *Record) any { return r.Job }),
	schema.Read("modifiedProperties", func(r *Record) any { return r.modifiedBody() }),
	schema.Read("provisioningAction", func(r *Record) any { return r.Action }),
	schema.Read("provisioningStatusInfo", func(r *Record) any { return r.statusBody() }),
	schema.Read("provisioningSteps", func(r *Record) any { return r.steps("provisioningStepType") }),
	schema.Read("servicePrincipal", func(r *Record) any {
		return map[string]any{"id": r.Principal.ID, "displayName": r.Principal.Display}
	}),
	schema.Read("sourceIdentity", func(r *Record) any { return r.sourceBody() }),
	schema.Read("sourceSystem", func(r *Record) any {
		return map[string]any{"id": nil, "displayName": sourceDirectory, "details": map[string]any{}}
	}),
	schema.Read("targetIdentity", func(r *Record) any {
		return map[string]any{"id": r.Target.ID, "displayName": r.Target.Name, "identityType": r.Kind, "details": map[string]any{}}
	}),
	schema.Read("targetSystem", func(r *Record) any {
		return map[string]any{"id": nil, "displayName": targetDirectory, "details": map[string]any{
			"ApplicationId": r.Application, "ServicePrincipalId": r.Principal.ID, "ServicePrincipalDisplayName": r.Principal.Display,
		}}
	}),
	schema.Read("tenantId", func(r *Record) any { return r.Tenant }),
)

// readLogs are the permissions to read the provisioning log (graph-cross-tenant
// §4.2).
var readLogs = []string{"ProvisioningLog.Read.All", "AuditLog.Read.All"}

// Records are the provisioning logs of a source tenant.
var Records = &kernel.Set[Record]{
	Declaration: kernel.Declaration{
		Name: "provisioning", State: "provisioning_records", Class: recordClass, Steady: true, Unlisted: true,
		Served: kernel.Served{
			Path: "/auditLogs/provisioning", Read: readLogs, Source: "graph-cross-tenant §4.7", Uncounted: true,
			Options: []string{"$filter", "$orderby", "$top", "$skiptoken"},
		},
	},
	ID: func(r *Record) *string { return &r.ID },
}
