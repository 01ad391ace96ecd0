package audit

import (
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// Record is an entry of the audit log.
type Record struct {
	ID          string    `json:"id"`
	Time        time.Time `json:"activityDateTime"`
	Correlation string    `json:"correlationId,omitempty"`
	Activity    string    `json:"activityDisplayName"`
	Category    string    `json:"category"`
	Service     string    `json:"loggedByService"`
	Kind        string    `json:"operationType"`
	By          initiator `json:"initiatedBy"`
	Targets     []target  `json:"targetResources"`
	Details     []detail  `json:"additionalDetails,omitempty"`
}

// target is an object that was changed, or that takes part in the change.
type target struct {
	ID        string     `json:"id,omitempty"`
	Name      string     `json:"displayName,omitempty"`
	Type      string     `json:"type"`
	UPN       string     `json:"userPrincipalName,omitempty"`
	GroupType string     `json:"groupType,omitempty"`
	Modified  []modified `json:"modifiedProperties,omitempty"`
}

// modified is a changed property. Old and New are texts that contain JSON; empty
// is null.
type modified struct {
	Name string `json:"displayName"`
	Old  string `json:"oldValue,omitempty"`
	New  string `json:"newValue,omitempty"`
}

type detail struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// The types of target resources.
const (
	typeUser             = "User"
	typeGroup            = "Group"
	typePolicy           = "Policy"
	typeServicePrincipal = "ServicePrincipal"
	typeOther            = "Other"
)

// The values of operationType.
const (
	kindAdd      = "Add"
	kindUpdate   = "Update"
	kindDelete   = "Delete"
	kindAssign   = "Assign"
	kindUnassign = "Unassign"
)

// The services that log.
const (
	coreDirectory = "Core Directory"
	invitedUsers  = "Invited Users"
	provisioner   = "Account Provisioning"
)

// The filter operators are those of the pages of the type and of its list
// (graph-identity §11).
const (
	equal      = "eq"
	equalStart = "eq startsWith"
)

var recordClass = schema.NewClass(
	"DirectoryAudit", "directoryAudit",
	schema.Read("id", func(r *Record) any { return r.ID }).Filter(equal, ""),
	schema.Read("activityDateTime", func(r *Record) any { return r.Time.UTC().Truncate(schema.Tick) }).Filter("eq ge le $orderby", ""),
	schema.Read("activityDisplayName", func(r *Record) any { return r.Activity }).Filter(equalStart, ""),
	schema.Read("additionalDetails", func(r *Record) any { return r.detailsBody() }),
	schema.Read("category", func(r *Record) any { return r.Category }).Filter(equal, ""),
	schema.Read("correlationId", func(r *Record) any { return schema.TextOrNull(r.Correlation) }).Filter(equal, ""),
	schema.Read("initiatedBy", func(r *Record) any { return r.By.body() }).Filter(equalStart, "").Filtered(),
	schema.Read("loggedByService", func(r *Record) any { return r.Service }).Filter(equal, ""),
	schema.Read("operationType", func(r *Record) any { return r.Kind }),
	schema.Read("result", func(*Record) any { return "success" }).Filter(equal, ""),
	schema.Read("resultReason", func(*Record) any { return "" }),
	schema.Read("targetResources", func(r *Record) any { return r.targetsBody() }).Filter(equalStart, "").Filtered(),
)

// The time for which records are kept (graph-identity §11).
const (
	week  = 7 * 24 * time.Hour
	month = 30 * 24 * time.Hour
)

// Records are the audit log of a tenant, in order of time.
var Records = &kernel.Set[Record]{
	Declaration: kernel.Declaration{
		Name: "directoryAudits", State: "audit_records", Class: recordClass, Steady: true, Unlisted: true, Exact: true,
		Served: kernel.Served{
			Path: "/auditLogs/directoryAudits", Needs: readNeed, Refuse: refuseRead, Source: "directoryaudit-list", Uncounted: true,
			Options: []string{"$filter", "$orderby", "$top", "$select"},
		},
	},
	ID: func(r *Record) *string { return &r.ID },
	Until: func(d *kernel.Directory, r *Record) time.Time {
		if d.WithoutP1 {
			return r.Time.Add(week)
		}
		return r.Time.Add(month)
	},
}

// The permissions to read the log (directoryaudit-list).
const (
	readLog       = "AuditLog.Read.All"
	readDirectory = "Directory.Read.All"
)

func readNeed(s settings.Settings) []string {
	if s.AuditNeedsDirectoryRead {
		return []string{readLog + " and " + readDirectory}
	}
	return []string{readLog}
}

// refuseRead names what a caller lacks, as the reports of the same service do
// (graph-identity §11).
func refuseRead(by kernel.Actor) error {
	if by.Has(readLog) {
		return refusal.New(403, "Authentication_ApplicationHasNoDirectoryReadAccess", "Failed to do premium license check from ADGraph")
	}
	return refusal.New(403, "Authentication_MSGraphPermissionMissing", "Calling principal does not have required MSGraph permissions %s", readLog)
}

// add completes and stores a record. Readers see it later than the change itself.
func add(d *kernel.Directory, at kernel.Moment, r Record) {
	delay := at.Settings.AuditDelay
	if at.Seeding() || delay == settings.Never {
		return
	}
	o := at.Origin()
	r.Time, r.Correlation = at.Now, o.Correlation
	if r.Correlation == "" {
		r.Correlation = kernel.NewGUID()
	}
	if r.By == (initiator{}) {
		r.By = initiatorOf(d, o)
	}
	r.ID = "Directory_" + r.Correlation + "_" + kernel.NewGUID()[:8]
	Records.Put(d, &r, at.Later(kernel.View(delay)))
}
