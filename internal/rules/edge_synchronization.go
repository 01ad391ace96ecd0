package rules

import (
	"cmp"
	"slices"
	"strings"
)

// Synchronization is a configuration of cross-tenant synchronization: a service
// principal of the source tenant with its secrets and a job (graph-cross-tenant
// §4.2, §4.4). A configuration with several jobs is listed once for each of them.
//
// Graph masks values that it treats as secrets, and may refuse to return any. Such
// a fact is unknown for that reason, and a job with an unknown target may belong to
// any edge.
type Synchronization struct {
	// ID is the object id of the service principal.
	ID   string
	Name string
	// TargetTenantID is the secret CompanyId, empty where it is not set.
	TargetTenantID Fact[string]
	// AuthenticationType is the secret of that name, empty where it is not set.
	AuthenticationType Fact[string]
	// SyncAll is the secret of that name: all internal members are in scope, and not only
	// those that are assigned.
	SyncAll Fact[bool]
	// Scoped reports that users or groups are assigned with the role whose holders are
	// synchronized, or that SyncAll is true.
	Scoped Fact[bool]
	// DeleteThreshold is DeleteThresholdEnabled in the secret
	// SyncNotificationSettings.
	DeleteThreshold Fact[bool]
	// ThresholdValue is DeleteThresholdValue in the same secret, the number of
	// deletions in a cycle; 0 where it is not set.
	ThresholdValue Fact[int]
	// Job is nil if the configuration has none.
	Job *SyncJob
	// Mapping is what the schema of the job maps. It is read where it matters only.
	Mapping Fact[SyncMapping]
}

// SyncJob is the job of a Synchronization (graph-cross-tenant §4.3).
type SyncJob struct {
	ID string
	// Template is templateId.
	Template string
	// Started reports that schedule.state is Active; Quarantined, that status.code
	// is Quarantine.
	Started, Quarantined bool
	// QuarantineReason is status.quarantine.reason.
	QuarantineReason string
}

const (
	// azure2Azure is the template of jobs within a cloud. The template of jobs
	// between clouds is not documented (graph-cross-tenant §4.9).
	azure2Azure = "Azure2Azure"
	// bySyncPolicy is the only authentication type for a target: there is no
	// credential (graph-cross-tenant §4.4).
	bySyncPolicy = "SyncPolicy"
)

// candidate is the configuration that the synchronization of an edge is checked
// against.
type candidate struct {
	// aimed is the configuration for the target, the most complete one if there are
	// several. A configuration without a job and with an unknown target is used if
	// there is no other.
	aimed *Synchronization
	// astray is a configuration for a tenant that no edge synchronizes to.
	astray *Synchronization
	// open reports that a job with an unknown target may belong to the edge. A gap
	// of the aimed one is then no finding.
	open bool
	// why is the reason for the first unknown target.
	why error
}

// synchronization finds the candidate among the configurations of the source.
func (f EdgeFacts) synchronization() (c candidate, known bool) {
	all, known := f.Synchronizations.Get()
	var masked *Synchronization
	for _, s := range all {
		if s.Job != nil && f.sameCloud() && s.Job.Template != azure2Azure {
			s.Job = nil // it does something else
		}
		target, seen := s.TargetTenantID.Get()
		switch {
		case seen && strings.EqualFold(target, f.Target.Tenant.ID):
			c.aimed = s.orBetter(c.aimed)
		case !seen && s.Job != nil:
			c.open, c.why = true, cmp.Or(c.why, s.TargetTenantID.Why())
		case !seen:
			masked = s.orBetter(masked)
		case !f.synchronizesElsewhere(target):
			c.astray = s.orBetter(c.astray)
		}
	}
	if c.aimed == nil {
		c.aimed = masked
	}
	return c, known
}

func (f EdgeFacts) synchronizesElsewhere(tenantID string) bool {
	return slices.ContainsFunc(f.SyncedTenants, func(id string) bool { return strings.EqualFold(id, tenantID) })
}

// orBetter prefers the other configuration unless this one lacks fewer of the
// required or, if equal, of the recommended settings.
func (s Synchronization) orBetter(other *Synchronization) *Synchronization {
	if other == nil {
		return &s
	}
	needed := []func(Synchronization) answer{hasJob, authenticates, hasScope, isStarted, isHealthy, createsUsers}
	if cmp.Or(s.lacks(needed...)-other.lacks(needed...), s.lacks(isGuarded)-other.lacks(isGuarded)) < 0 {
		return &s
	}
	return other
}

func (s Synchronization) lacks(properties ...func(Synchronization) answer) int {
	count := 0
	for _, has := range properties {
		if has(s).outcome == isMissing {
			count++
		}
	}
	return count
}

// configured is met if there is a configuration that the edge could use.
func configured(f EdgeFacts, _ party) answer {
	c, known := f.synchronization()
	switch {
	case !known:
		return open(f.Synchronizations.Why())
	case c.aimed != nil || c.astray != nil:
		return met
	}
	return c.answer(missing)
}

// aimed is met if a configuration writes to the target. It does not apply without
// any configuration, which configured reports.
func aimed(f EdgeFacts, _ party) answer {
	c, known := f.synchronization()
	switch {
	case !known:
		return open(f.Synchronizations.Why())
	case c.aimed != nil:
		return answerOf(c.aimed.TargetTenantID, func(string) bool { return true })
	case c.astray != nil:
		return c.answer(missing)
	}
	return c.answer(met)
}

// ofSync is met if the configuration for the target has the property. It does not
// apply without one.
func ofSync(has func(Synchronization) answer) func(EdgeFacts, party) answer {
	return func(f EdgeFacts, _ party) answer {
		c, known := f.synchronization()
		switch {
		case !known:
			return open(f.Synchronizations.Why())
		case c.aimed == nil:
			return c.answer(met)
		}
		return c.answer(has(*c.aimed))
	}
}

// answer combines the answer a, from configurations with a known target, with the
// configurations whose target is unknown.
func (c candidate) answer(a answer) answer {
	if c.open && (a.outcome == isMissing || c.aimed == nil) {
		return open(c.why)
	}
	return a
}

func hasJob(s Synchronization) answer { return answered(s.Job != nil) }

func authenticates(s Synchronization) answer {
	return answerOf(s.AuthenticationType, func(by string) bool { return strings.EqualFold(by, bySyncPolicy) })
}

func hasScope(s Synchronization) answer { return said(s.Scoped) }

func isGuarded(s Synchronization) answer { return said(s.DeleteThreshold) }

func isStarted(s Synchronization) answer { return answered(s.Job == nil || s.Job.Started) }

func isHealthy(s Synchronization) answer { return answered(s.Job == nil || !s.Job.Quarantined) }

func said(fact Fact[bool]) answer {
	return answerOf(fact, func(yes bool) bool { return yes })
}

// names are the names of the candidate for texts about synchronization.
func (c candidate) names() (configuration, strayed, quarantine string) {
	s := cmp.Or(c.aimed, c.astray)
	if s == nil {
		return "", "", ""
	}
	strayed = "no tenant"
	if target, _ := s.TargetTenantID.Get(); target != "" {
		strayed = "tenant " + target
	}
	if s.Job != nil && s.Job.QuarantineReason != "" {
		quarantine = " (" + s.Job.QuarantineReason + ")"
	}
	return quote(s.Name), strayed, quarantine
}
