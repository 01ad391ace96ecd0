package provisioning

import (
	"errors"
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// Report is the outcome of a cycle of a job.
type Report struct {
	Job              string `json:"job"`
	ServicePrincipal string `json:"service_principal"`
	DisplayName      string `json:"display_name"`
	TargetTenant     string `json:"target_tenant,omitempty"`
	State            string `json:"state"`
	Created          int    `json:"created"`
	Updated          int    `json:"updated"`
	Disabled         int    `json:"disabled"`
	Deleted          int    `json:"deleted"`
	Restored         int    `json:"restored"`
	Skipped          int    `json:"skipped"`
	// Staged are the deletions that the threshold holds back.
	Staged int       `json:"staged"`
	Errors []Failure `json:"errors,omitempty"`
}

// Failure is the failure of one object, or of the whole cycle.
type Failure struct {
	Object  string `json:"object,omitempty"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

// changes is the number of changes in the target.
func (r *Report) changes() int {
	return r.Created + r.Updated + r.Disabled + r.Deleted + r.Restored
}

// byItself is the origin of what a cycle writes (graph-identity §11).
var byItself = kernel.Origin{Service: "Microsoft.Azure.SyncFabric"}

// Run runs one cycle of each active job of a tenant. The service runs one every 40
// minutes (graph-cross-tenant §4.7); one cycle brings a tenant to rest, because users
// that were synchronized are not synchronized any further.
func Run(w *kernel.World, tenantID string) ([]Report, error) {
	reports := []Report{}
	err := w.Write(tenantID, func(d *kernel.Directory, at kernel.Moment) error {
		for _, s := range Synchronizations.All(d) {
			next := s.clone()
			some, err := runJobs(d, next, at)
			if err != nil {
				return err
			}
			if len(some) > 0 {
				Synchronizations.Put(d, next, at)
			}
			reports = append(reports, some...)
		}
		forgetOthers(d)
		return nil
	})
	return reports, err
}

// cycle is one run of a job, or one object on demand.
type cycle struct {
	source, target *kernel.Directory
	principal      *application.ServicePrincipal
	job            *SyncJob
	at             kernel.Moment
	id             string
	rule           *Rule
	users, groups  *ObjectMapping
	flows          []flow
	links          links
	scope          scope
	onDemand       bool
	report         Report
	counts         SyncCounts
	records        []*Record
}

func runJobs(d *kernel.Directory, s *Synchronization, at kernel.Moment) ([]Report, error) {
	var reports []Report
	for i := range s.Jobs {
		if s.Jobs[i].Schedule.State != SyncActive {
			continue
		}
		report, err := runJob(d, s, &s.Jobs[i], at)
		if err != nil {
			return nil, err
		}
		reports = append(reports, report)
	}
	return reports, nil
}

func runJob(d *kernel.Directory, s *Synchronization, j *SyncJob, at kernel.Moment) (Report, error) {
	c, err := newCycle(d, s, j, at)
	if c == nil {
		return Report{}, err
	}
	if err == nil {
		err = c.run()
	}
	var fault *refusal.Error
	switch {
	case errors.As(err, &fault) && fault.Status == 501:
		return Report{}, fault
	case errors.As(err, &fault):
		c.fail(&SyncError{fault.Code, fault.Message})
	case err != nil:
		return Report{}, err
	default:
		c.succeed()
	}
	c.save()
	return c.report, nil
}

// newCycle checks the settings of both tenants and prepares a cycle. With an error
// it returns the cycle too, so that the failure can be recorded.
func newCycle(d *kernel.Directory, s *Synchronization, j *SyncJob, at kernel.Moment) (*cycle, error) {
	p := application.ServicePrincipals.Truth(d, s.ServicePrincipalID)
	if p == nil {
		return nil, refusal.NotFound(s.ServicePrincipalID)
	}
	values := s.values()
	c := &cycle{source: d, principal: p, job: j, at: at.From(byItself), id: at.NewID(), links: linksOf(d, j.ID)}
	c.report = Report{Job: j.ID, ServicePrincipal: p.ID, DisplayName: p.DisplayName, TargetTenant: values[SecretCompany]}
	if err := checkCredentials(d, values, s.CrossCloud, at); err != nil {
		return c, err
	}
	c.target, _ = d.Other(values[SecretCompany])
	if err := c.prepare(values); err != nil {
		return c, err
	}
	c.scope = c.newScope()
	return c, nil
}

// prepare reads the schema, and what a restart has reset.
func (c *cycle) prepare(values map[string]string) error {
	schema, err := parseSchema(c.job.Schema)
	if err != nil {
		return errSchema("The schema cannot be read: %v.", err)
	}
	rule, users := schema.mapping(objectUser)
	if users == nil {
		return errSchema("The schema has no mapping of users.")
	}
	c.rule, c.users = rule, users
	_, c.groups = schema.mapping(objectGroup)
	if c.flows, err = flowsOf(users); err != nil {
		return err
	}
	k := &c.job.Cycles
	all := values[SecretSyncAll] == "true"
	if k.Renew || k.Company != c.target.ID {
		clear(c.links)
		k.Renew, k.Done = false, false
	}
	if !k.Done && !c.onDemand {
		c.links.renew(c.isThere)
		k.All = false
	}
	k.Company, k.All = c.target.ID, k.All || all
	return nil
}

// isThere reports whether the object of the target exists.
func (c *cycle) isThere(l *link) bool {
	if l.Kind == objectGroup {
		return directory.Groups.Truth(c.target, l.Target) != nil
	}
	return directory.Users.Truth(c.target, l.Target) != nil
}

// run synchronizes users, then references between them, then groups.
func (c *cycle) run() error {
	tasks, err := c.tasks()
	if err != nil {
		return err
	}
	staged := c.stages(tasks)
	for _, t := range tasks {
		if staged && t.removes() {
			c.stage(t)
			continue
		}
		if err := c.perform(t); err != nil {
			return err
		}
	}
	for _, t := range tasks {
		c.manage(t)
	}
	if err := c.runGroups(staged); err != nil {
		return err
	}
	if staged {
		c.job.Status.Quarantine = c.quarantine(reasonDeletes, &SyncError{reasonDeletes, "The deletions of the cycle exceed the threshold. Allow them, or change the scope and restart the job."})
	} else {
		c.job.Cycles.Force = false
	}
	return nil
}

// quarantine is the state of a job that enters quarantine, or stays in it.
func (c *cycle) quarantine(reason string, because *SyncError) *SyncQuarantined {
	if q := c.job.Status.Quarantine; q != nil && q.Reason == reason {
		return &SyncQuarantined{Reason: reason, Since: q.Since, Count: max(q.Count, 1) + 1, Error: because}
	}
	return &SyncQuarantined{Reason: reason, Since: c.at.Now, Count: 1, Error: because}
}

// fail ends a cycle that could not run at all: the job is in quarantine.
func (c *cycle) fail(because *SyncError) {
	s := &c.job.Status
	s.Failures++
	s.Code, s.Quarantine = SyncQuarantine, c.quarantine(reasonException, because)
	s.Last = &SyncExecution{Activity: c.id, State: syncFailed, Began: c.at.Now, Ended: c.at.Now, Error: because}
	c.report.State = syncFailed
	c.report.Errors = append(c.report.Errors, Failure{Code: because.Code, Message: because.Message})
}

// succeed ends a cycle that has processed its objects.
func (c *cycle) succeed() {
	s := &c.job.Status
	c.counts.Exported, c.counts.Escrowed = c.report.changes(), len(c.report.Errors)
	run := &SyncExecution{Activity: c.id, State: SyncSucceeded, Began: c.at.Now, Ended: c.at.Now, Counts: c.counts}
	if c.counts.Escrowed > 0 {
		run.State = syncEntryErrors
	}
	s.Last, s.Failures, s.Synced = run, 0, c.links.count()
	s.Success = run
	if c.counts.Exported > 0 {
		s.Exported = run
	}
	switch {
	case c.report.Staged > 0:
		s.Code = SyncQuarantine
	case c.escrowsTooMany():
		s.Code, s.Quarantine = SyncQuarantine, c.quarantine(reasonEscrows, nil)
	default:
		s.Code, s.Quarantine = SyncActive, nil
		if c.counts.Escrowed == 0 {
			s.SteadyLast = c.at.Now
			if s.SteadyFirst.IsZero() {
				s.SteadyFirst = c.at.Now
			}
		}
	}
	c.job.Cycles.Done = true
	c.report.State = run.State
}

// escrowsTooMany reports whether the failures put the job into quarantine
// (graph-cross-tenant §4.3).
func (c *cycle) escrowsTooMany() bool {
	failed := c.counts.Escrowed
	return failed >= 60_000 || failed >= 5_000 && (failed > 40_000 || failed*100 > 40*c.counts.Imported)
}

// save stores the records of the cycle.
func (c *cycle) save() {
	for _, r := range c.records {
		Records.Put(c.source, r, c.at)
	}
}

// failed records the failure of an object, which the next cycle tries again.
func (c *cycle) failed(r *Record, err *entryError) {
	r.Status, r.Code, r.Reason = statusFailure, err.Code, err.Message
	c.report.Errors = append(c.report.Errors, Failure{Object: r.Source.Name, Code: err.Code, Message: err.Message})
	c.records = append(c.records, r)
}

// skipped records that an object is left out.
func (c *cycle) skipped(r *Record, reason string) {
	r.Status, r.Skip, r.Action = statusSkipped, reason, actionOther
	c.report.Skipped++
	c.records = append(c.records, r)
}

// allows reports whether a mapping makes a kind of change.
func allows(m *ObjectMapping, kind string) bool { return slices.Contains(m.flows(), kind) }
