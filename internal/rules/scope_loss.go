package rules

import (
	"fmt"
	"slices"
	"strings"
	"sync"
)

// ScopeLosses records the users that a plan takes out of the scope of
// synchronizations, to compare their number with the threshold for accidental
// deletions. Several resources may change one scope, so their losses count together.
// It is safe for concurrent use. The zero value is ready for use.
type ScopeLosses struct {
	mu     sync.Mutex
	losses []ScopeLoss
}

// ScopeLoss is what one resource of a plan takes out of the scope of a
// synchronization.
type ScopeLoss struct {
	// Source is the tenant with the synchronization.
	Source Tenant
	// Synchronization has the object id, the threshold and the job.
	Synchronization Synchronization
	// Subject names the resource, as in `group "sync-scope"`. A later loss of the same
	// subject replaces the earlier one: a plan may ask twice.
	Subject string
	// Leaving is the number of users and groups that leave, at most: whether another
	// assignment keeps one in scope is not known.
	Leaving int
}

// Check records a loss, and returns MT054 if the losses of the plan reach the
// threshold. One page says that deletions are held back when their number exceeds the
// threshold, and when it meets it: the finding allows fewer (graph-cross-tenant §4.6).
// There is none without a threshold, without a job, while SyncAll is true, or where
// one of these is not known.
func (s *ScopeLosses) Check(l ScopeLoss) []Finding {
	total, others := s.record(l)
	if limit, limited := l.Synchronization.Limit(); !limited || l.Leaving == 0 || total < limit {
		return nil
	}
	return []Finding{l.finding(total, others)}
}

// record returns the losses of a synchronization, and the other subjects that have
// some.
func (s *ScopeLosses) record(l ScopeLoss) (total int, others []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.losses = append(slices.DeleteFunc(s.losses, func(o ScopeLoss) bool { return o.aboutSame(l) && o.Subject == l.Subject }), l)
	for _, o := range s.losses {
		if !o.aboutSame(l) || o.Leaving == 0 {
			continue
		}
		total += o.Leaving
		if o.Subject != l.Subject {
			others = append(others, o.Subject)
		}
	}
	slices.Sort(others)
	return total, others
}

// aboutSame reports whether two losses are of the same synchronization.
func (l ScopeLoss) aboutSame(o ScopeLoss) bool {
	return strings.EqualFold(l.Source.ID, o.Source.ID) && strings.EqualFold(l.Synchronization.ID, o.Synchronization.ID)
}

func (l ScopeLoss) finding(total int, others []string) Finding {
	limit, _ := l.Synchronization.Limit()
	detail := fmt.Sprintf("The plan takes %d users out of the scope of synchronization %s of tenant %q, by %s", l.Leaving, quote(l.Synchronization.Name),
		l.Source.Key, l.Subject)
	if len(others) > 0 {
		detail += fmt.Sprintf(", and %d together with %s", total, someOf(others))
	}
	return finding(ScopeShrinks,
		fmt.Sprintf("%s. Its threshold for accidental deletions is %d: the next cycle would delete nothing, and put the job into quarantine"+
			" (TooManyDeletes). Users that another assignment keeps in scope are counted too.", detail, limit),
		l.remedy(limit))
}

func (l ScopeLoss) remedy(limit int) string {
	steps := ""
	if limit > 1 {
		steps = fmt.Sprintf("apply it in steps of fewer than %d users, each after a cycle of the synchronization has deleted those of the step before, or ", limit)
	}
	return "Check that these users are to be deleted in the target. If so, " + steps + "raise DeleteThresholdValue in the settings of the" +
		" synchronization for one cycle. To apply at once, set MT054 to \"off\" in plan_checks, and restart the quarantined job with the" +
		" resetScope ForceDeletes."
}

// Limit is the threshold for accidental deletions, and false if there is none to
// compare a change of the assignments with: it is off or not known, there is no job,
// or all users are in scope whatever is assigned.
func (s Synchronization) Limit() (limit int, limited bool) {
	if guarded, known := s.DeleteThreshold.Get(); !known || !guarded || s.Job == nil {
		return 0, false
	}
	if all, known := s.SyncAll.Get(); known && all {
		return 0, false
	}
	return s.ThresholdValue.Get()
}
