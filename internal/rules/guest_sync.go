package rules

import (
	"fmt"
	"strings"
)

// RemovalFacts are the facts about the users that a guest sync would remove.
type RemovalFacts struct {
	// Source is the key of the home tenant.
	Source string
	Target Tenant
	// SourceEmpty is the number of users of the sync if the scope has none; zero
	// otherwise.
	SourceEmpty int
	// Exceeded are the limits that the removals exceed.
	Exceeded []Exceeded
}

// Exceeded is a limit: Count of Of users would be removed, and Limit are allowed.
type Exceeded struct{ Count, Of, Limit int }

// CheckRemovals is MT080.
func CheckRemovals(f RemovalFacts) []Finding {
	if f.SourceEmpty > 0 {
		return []Finding{finding(GuestsWouldLeave,
			fmt.Sprintf("The scope in tenant %q has no user, although tenant %q has %d external users of this guest sync. All of them would leave.",
				f.Source, f.Target.Key, f.SourceEmpty),
			"Check the scope: a group that was emptied, a filter that matches nothing. To remove all users, destroy the resource with"+
				" on_destroy = \"remove\".")}
	}
	var findings []Finding
	for _, e := range f.Exceeded {
		findings = append(findings, finding(GuestsWouldLeave,
			fmt.Sprintf("%d of %d users of the guest sync of %q to %q would be removed; on_leave allows %d.", e.Count, e.Of, f.Source, f.Target.Key, e.Limit),
			fmt.Sprintf("Check the scope. If the removal is intended, set max_people to at least %d and max_percent to at least %d for one apply."+
				" Nothing was written.", e.Count, (e.Count*100+e.Of-1)/max(e.Of, 1))))
	}
	return findings
}

// AuthorityFacts are the facts about other writers of the users of a guest sync.
type AuthorityFacts struct {
	Source, Target Tenant
	TargetTenantID string
	// Synchronizations are those of the home tenant.
	Synchronizations Fact[[]Synchronization]
}

// CheckAuthorities is MT081: a started job of cross-tenant synchronization creates and
// changes the users of the same tenant.
func CheckAuthorities(f AuthorityFacts) []Finding {
	all, known := f.Synchronizations.Get()
	if !known {
		return nil
	}
	var findings []Finding
	for _, s := range all {
		target, known := s.TargetTenantID.Get()
		if !known || !strings.EqualFold(target, f.TargetTenantID) || s.Job == nil || !s.Job.Started {
			continue
		}
		findings = append(findings, finding(WrittenTwice,
			fmt.Sprintf("Synchronization configuration %q of tenant %q has a started job that writes users of tenant %q, as this guest sync does."+
				" Users in the scope of both are changed back and forth.", s.Name, f.Source.Key, f.Target.Key),
			"Use one of the two for a user: stop the job, or keep the scopes apart and set the severity of MT081 to \"warn\"."))
	}
	return findings
}
