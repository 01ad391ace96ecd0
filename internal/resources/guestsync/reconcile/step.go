package reconcile

import "fmt"

// Kind is the kind of a step.
type Kind int

// The kinds, in the order in which they are carried out.
const (
	Create Kind = iota
	Adoption
	Restore
	Update
	Refuse
	Hide
	Disable
	Delete
	kinds
)

// String returns the name of the kind in the attributes of the resource.
func (k Kind) String() string {
	return [kinds]string{"create", "adopt", "restore", "update", "refused", "hide", "disable", "delete"}[k]
}

// Step is one change of one user.
type Step struct {
	Kind   Kind
	Source ID
	// Target is the user of the resource tenant; none for Create and Refuse.
	Target ID
	// Obstacle is what is in the way of a Refuse, if that is one user of the resource
	// tenant, whose changes it reports.
	Obstacle ID
	// Address is the invited address, or a name of the user for messages; empty if
	// no fact names the user.
	Address string
	// Set are the properties to write.
	Set []Value
	// UserType is the type that the user gets; empty leaves it.
	UserType string
	// FromBin means that the user is restored from the recycle bin.
	FromBin bool
	// Owned means that the sync made the user and may delete it.
	Owned bool
	// Steady means that the resource tenant has reported no change of the user since the
	// last run, and Blocked that the user was disabled before the departure.
	Steady, Blocked bool
	// Last means that a departure has no further step.
	Last bool
	// Hash is the fingerprint of the values that the step writes, and Attempt that of a
	// refusal, which includes the addresses.
	Hash, Attempt uint64
	// Why is the reason of the step, and Reason what is in the way of a Refuse.
	Why    Why
	Reason string
}

// Name names the user of a step in messages.
func (s *Step) Name() string {
	if s.Address != "" {
		return s.Address
	}
	return "user " + s.Source.String()
}

// Counts are numbers of steps, by kind.
type Counts [kinds]int

// Zero reports whether there is no step.
func (c Counts) Zero() bool { return c == Counts{} }

// Guard is the reason why a run must not begin.
type Guard int

// The guards.
const (
	// TooMany means that more users would leave, or be deleted, than the limits allow.
	TooMany Guard = iota
	// SourceEmpty means that the scope contains no user, although the sync has some.
	SourceEmpty
	// WithholdUnreadable means that the attribute of [Withhold] could not be read.
	WithholdUnreadable
	// ExistingUser means that an external user exists, with [Error].
	ExistingUser
)

// Violation is a guard that stops a run.
type Violation struct {
	Guard Guard
	// Count is the number of users, of Of. Limit is the number allowed.
	Count, Of, Limit int
	// Names are the first of them, where facts name them.
	Names []string
}

// Removals are numbers of users that a run would remove, which [Departure] limits.
type Removals struct {
	// Leaving users begin to leave, of Present ones.
	Leaving, Present int
	// Due users have left before and take their next step, of Left ones and those
	// present.
	Due, Left int
}

// Result is a decision.
type Result struct {
	// Steps are sorted by kind, then by source.
	Steps    []Step
	Removals Removals
	// Withheld is the number of users that [Withhold] excludes, of those read.
	Withheld   int
	Violations []Violation
	// settled are fingerprints that the resource tenant already has, and dropped are
	// entries of no further use.
	settled map[ID]uint64
	dropped []ID
	orphans []Orphan
	// amended are entries that become others without a step.
	amended map[ID]Entry
	// obstacles are what is in the way of users who were refused before.
	obstacles map[ID]ID
}

// Counts counts the steps.
func (r *Result) Counts() Counts {
	var c Counts
	for i := range r.Steps {
		c[r.Steps[i].Kind]++
	}
	return c
}

// Limit removes the steps beyond the planned numbers, and returns how many.
func (r *Result) Limit(planned Counts) int {
	var done Counts
	kept := r.Steps[:0]
	for _, s := range r.Steps {
		if done[s.Kind] < planned[s.Kind] {
			done[s.Kind]++
			kept = append(kept, s)
		}
	}
	waiting := len(r.Steps) - len(kept)
	r.Steps = kept
	return waiting
}

// Settles reports whether [Result.Settle] changes the ledger.
func (r *Result) Settles() bool {
	return len(r.settled)+len(r.dropped)+len(r.orphans)+len(r.obstacles)+len(r.amended) > 0
}

// Settle records in the ledger what needs no step.
func (r *Result) Settle(l *Ledger) {
	for _, e := range r.amended {
		l.put(e)
	}
	for id, hash := range r.settled {
		if e, ok := l.Entry(id); ok {
			e.Hash, e.Denied, e.Since = hash, NotDenied, 0
			l.put(e)
		}
	}
	for id, obstacle := range r.obstacles {
		if e, ok := l.Entry(id); ok && e.State == Conflicting {
			e.Target = obstacle
			l.put(e)
		}
	}
	for _, id := range r.dropped {
		l.drop(id)
	}
	for _, o := range r.orphans {
		l.put(Entry{Source: o.Source, Target: o.Target, State: Orphaned, Owned: true})
	}
}

func (r *Result) refuse(p *Person, obstacle ID, attempt uint64, format string, values ...any) {
	r.Steps = append(r.Steps, Step{
		Kind: Refuse, Source: p.ID, Obstacle: obstacle, Address: p.Address, Hash: attempt,
		Why: Obstructed, Reason: fmt.Sprintf(format, values...),
	})
}
