package graph

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/share"
)

// syncTemplate is the gallery application from which every configuration of
// cross-tenant synchronization is created (graph-cross-tenant §4.2).
const syncTemplate = "518e5f48-1fc8-4c48-9387-9fdf28b0dfe7"

var (
	readApplications = []string{"Application.Read.All", "Application.ReadWrite.All", "Directory.Read.All"}
	// Application.ReadWrite.OwnedBy is documented too, and shows an application
	// only the objects that it created.
	readSync = []string{"Synchronization.Read.All", "Synchronization.ReadWrite.All"}

	opSyncApplications = operation{"GET /servicePrincipals", readApplications}
	opSyncJobs         = operation{"GET /servicePrincipals/{id}/synchronization/jobs", readSync}
	// Only the permission that writes secrets is documented, not the one that
	// reads them. An application that gets this far can already read
	// synchronizations (graph-cross-tenant §4.4).
	opSyncSecrets = operation{"GET /servicePrincipals/{id}/synchronization/secrets", readSync[1:]}
	opAssigned    = operation{"GET /servicePrincipals/{id}/appRoleAssignedTo", readApplications}
)

// Synchronizations lists the tenant's configurations of cross-tenant
// synchronization to any target, by name. They are read once. Without the
// permission to read secrets, the values of the secrets are unknown. Any other
// unreadable part is an error: a partial configuration looks like one that lacks
// the rest.
//
// GET /servicePrincipals, GET /servicePrincipals/{id}/synchronization/jobs,
// GET /servicePrincipals/{id}/synchronization/secrets,
// GET /servicePrincipals/{id}/appRoleAssignedTo.
func (c *Client) Synchronizations(ctx context.Context) ([]rules.Synchronization, error) {
	return remembered(ctx, c, &c.facts.synchronizations, theTenant, c.listSynchronizations)
}

func (c *Client) listSynchronizations(ctx context.Context) ([]rules.Synchronization, error) {
	applications, err := c.syncApplications(ctx)
	if err != nil {
		return nil, err
	}
	answers := share.InBatches(ctx, mostPerBatch, questionsAbout(applications), c.askAll)
	all := []rules.Synchronization{}
	for _, a := range applications {
		parts, err := c.syncParts(ctx, a, answers)
		if err != nil {
			return nil, err
		}
		all = append(all, parts.facts(a)...)
	}
	return all, nil
}

// syncApplications lists the service principals of all configurations, by name.
func (c *Client) syncApplications(ctx context.Context) ([]syncApplication, error) {
	applications, err := everything[syncApplication](ctx, c, call{
		op: opSyncApplications, method: http.MethodGet, path: "/servicePrincipals",
		query: url.Values{"$filter": {"applicationTemplateId eq '" + syncTemplate + "'"}, "$select": {"id,displayName"}},
	})
	slices.SortFunc(applications, func(a, b syncApplication) int {
		return cmp.Or(strings.Compare(a.DisplayName, b.DisplayName), strings.Compare(a.ID, b.ID))
	})
	return applications, err
}

// syncApplication is the service principal of a configuration.
type syncApplication struct{ ID, DisplayName string }

func (a syncApplication) path() string { return applicationPath(a.ID) }

// The calls for one service principal.
func (a syncApplication) jobs() call {
	return call{op: opSyncJobs, path: jobsPath(a.ID)}
}

func (a syncApplication) secrets() call {
	return call{op: opSyncSecrets, path: secretsPath(a.ID)}
}

// assigned reads at most one assignment: only its existence matters.
func (a syncApplication) assigned() call {
	return call{op: opAssigned, path: a.path() + "/appRoleAssignedTo?$top=1"}
}

func questionsAbout(applications []syncApplication) []question {
	questions := make([]question, 0, 3*len(applications))
	for _, a := range applications {
		questions = append(questions, a.jobs().question(), a.secrets().question(), a.assigned().question())
	}
	return questions
}

// syncParts is Graph's data about one configuration.
type syncParts struct {
	jobs     []syncJob
	secrets  SyncSecrets
	assigned []syncAssignment
	// refused is the reason why the secrets cannot be read.
	refused error
}

type syncAssignment struct{ ID string }

func (c *Client) syncParts(ctx context.Context, a syncApplication, answers map[question]answer) (syncParts, error) {
	get := func(k call, out any) error { return c.known(ctx, k, answers, out) }
	jobs, err := listed(collect(pages[syncJob](c, a.jobs(), get)))
	if err != nil {
		return syncParts{}, err
	}
	secrets, refused := listed(collect(pages[SyncSecret](c, a.secrets(), get)))
	if refused != nil && !errors.Is(refused, service.ErrForbidden) {
		return syncParts{}, refused
	}
	assigned, err := listed(first(pages[syncAssignment](c, a.assigned(), get)))
	return syncParts{jobs, secrets, assigned, refused}, err
}

// known uses an answer of the batch when it is complete, and otherwise reads the
// rest: the batch returns only the first page of a list.
func (c *Client) known(ctx context.Context, k call, answers map[question]answer, out any) error {
	a, there := answers[k.question()]
	switch {
	case !there:
		return c.read(ctx, k, out)
	case a.Err != nil:
		return c.failed(k.op, a.Err)
	}
	return c.decode(k.op, a.Value, out)
}

// listed treats a missing list as empty: nothing has been set up yet, or the
// service principal was deleted a moment ago.
func listed[T any](list []T, err error) ([]T, error) {
	if errors.Is(err, service.ErrNotFound) {
		return nil, nil
	}
	return list, err
}

// facts returns one configuration per job, and one without a job if there is
// none.
func (p syncParts) facts(a syncApplication) []rules.Synchronization {
	s := rules.Synchronization{
		ID: a.ID, Name: cmp.Or(a.DisplayName, a.ID), TargetTenantID: p.secret("CompanyId"), AuthenticationType: p.secret("AuthenticationType"),
		SyncAll: p.syncAll(), Scoped: p.scoped(),
		DeleteThreshold: notifications(p, notification.guarded),
		ThresholdValue:  notifications(p, notification.threshold),
	}
	if len(p.jobs) == 0 {
		return []rules.Synchronization{s}
	}
	all := make([]rules.Synchronization, 0, len(p.jobs))
	for _, j := range p.jobs {
		s.Job = &rules.SyncJob{Template: j.TemplateID, Started: j.Schedule.State == "Active", Quarantined: j.Status.Code == "Quarantine"}
		if q := j.Status.Quarantine; q != nil {
			s.Job.QuarantineReason = q.Reason
		}
		all = append(all, s)
	}
	return all
}

// masked replaces a value that Graph treats as a secret (graph-cross-tenant
// §4.4).
const masked = "*"

// secret returns a value, empty when it is not set, and unknown when it is masked
// or cannot be read.
func (p syncParts) secret(key string) rules.Fact[string] {
	if p.refused != nil {
		return rules.Unread[string](p.refused)
	}
	for _, s := range p.secrets {
		switch {
		case !strings.EqualFold(s.Key, key):
			continue
		case s.Value == masked:
			return rules.Unread[string](rules.SecretsMasked)
		}
		return rules.Known(s.Value)
	}
	return rules.Known("")
}

func (p syncParts) scoped() rules.Fact[bool] {
	if len(p.assigned) > 0 {
		return rules.Known(true)
	}
	return p.syncAll()
}

func (p syncParts) syncAll() rules.Fact[bool] {
	return rules.Derived(p.secret("SyncAll"), func(all string) bool { return strings.EqualFold(all, "true") })
}

// notification is the JSON in the secret SyncNotificationSettings.
type notification string

// notifications reads a member of SyncNotificationSettings. One that cannot be parsed
// is unknown, and absent settings have zero values.
func notifications[T any](p syncParts, read func(notification) (T, error)) rules.Fact[T] {
	settings := p.secret("SyncNotificationSettings")
	text, known := settings.Get()
	if !known {
		return rules.Unread[T](settings.Why())
	}
	if text == "" {
		var none T
		return rules.Known(none)
	}
	value, err := read(notification(text))
	if err != nil {
		return rules.Fact[T]{}
	}
	return rules.Known(value)
}

func (n notification) guarded() (bool, error) {
	var s struct{ DeleteThresholdEnabled bool }
	err := json.Unmarshal([]byte(n), &s)
	return s.DeleteThresholdEnabled, err
}

func (n notification) threshold() (int, error) {
	var s struct{ DeleteThresholdValue int }
	err := json.Unmarshal([]byte(n), &s)
	return s.DeleteThresholdValue, err
}
