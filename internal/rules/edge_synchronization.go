package rules

import (
	"cmp"
	"slices"
	"strings"
)

// Synchronization is a configuration of cross-tenant synchronization: a service
// principal of the source tenant with its secrets and a job (graph-cross-tenant
// §4.2, §4.4). One that has several jobs is listed once for each of them.
//
// Graph masks what it takes for a secret, and may refuse to show any. Such a fact is
// unknown for that reason, and a job whose target is unknown may be the job of any
// edge.
type Synchronization struct {
	Name string
	// TargetTenantID is the secret CompanyId, empty where it is not set.
	TargetTenantID Fact[string]
	// AuthenticationType is the secret of that name, empty where it is not set.
	AuthenticationType Fact[string]
	// Scoped says that somebody is assigned, or that SyncAll is true.
	Scoped Fact[bool]
	// DeleteThreshold is DeleteThresholdEnabled in the secret
	// SyncNotificationSettings.
	DeleteThreshold Fact[bool]
	// Job is nil where there is none.
	Job *SyncJob
}

// SyncJob is the job of a Synchronization (graph-cross-tenant §4.3).
type SyncJob struct {
	// Template is templateId.
	Template string
	// Started says that schedule.state is Active, Quarantined that status.code is
	// Quarantine.
	Started, Quarantined bool
	// QuarantineReason is status.quarantine.reason.
	QuarantineReason string
}

const (
	// azure2Azure is the template of jobs within a cloud. That of jobs between
	// clouds is not documented (graph-cross-tenant §4.9).
	azure2Azure = "Azure2Azure"
	// bySyncPolicy is the only way in which the service signs in to a target: no
	// credential exists (graph-cross-tenant §4.4).
	bySyncPolicy = "SyncPolicy"
)

// candidate is what the synchronization of an edge is judged by.
type candidate struct {
	// aimed is the configuration for the target, the best one where there are
	// several. One without a job whose target is unknown stands in for it.
	aimed *Synchronization
	// astray is one for a tenant that no edge synchronizes to.
	astray *Synchronization
	// open says that a job whose target is unknown may be the right one. What the
	// aimed one lacks is then no finding.
	open bool
	// why is the reason of the first such target.
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

// orBetter prefers the other configuration unless this one lacks less of what is
// needed or, all else equal, of what is recommended.
func (s Synchronization) orBetter(other *Synchronization) *Synchronization {
	if other == nil {
		return &s
	}
	needed := []func(Synchronization) answer{hasJob, authenticates, hasScope, isStarted, isHealthy}
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

// configured is met when there is any configuration that the edge could use.
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

// aimed is met when a configuration writes to the target. Where there is none at
// all, there is nothing to ask; configured reports that.
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

// ofSync is met when the configuration for the target has the property. Where
// there is none, there is nothing to ask.
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

// answer is what can be said when the configurations whose target is known give
// the answer a.
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

// names are what the texts about synchronization say of the candidate.
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
