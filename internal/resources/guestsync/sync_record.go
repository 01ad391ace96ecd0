package guestsync

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/resources/guestsync/reconcile"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// record is what a sync keeps in private state. Its ledger has its own format
// (reconcile.Ledger.Encode).
type record struct {
	Ledger []byte `json:"ledger,omitempty"`
	// SourceLink and TargetLink are the links to the changes of the two tenants, as
	// paths; empty if everything has to be listed.
	SourceLink string `json:"source_link,omitempty"`
	TargetLink string `json:"target_link,omitempty"`
	// Fingerprint is that of the settings that the links and Pending belong to; empty
	// for a resource that was imported and not yet applied.
	Fingerprint string `json:"fingerprint,omitempty"`
	// Refused are the first users that the service refuses, with its reasons.
	Refused []string `json:"refused,omitempty"`
	// Pending is what the last refresh found to do.
	Pending pending `json:"pending"`
}

// pending is a decision without its steps: what a plan needs, which is calculated
// twice, and the second time without a refresh.
type pending struct {
	// Failure is the reason why the tenants could not be read; nothing else is set then.
	Failure string `json:"failure,omitempty"`
	// Changes are the numbers of steps, by kind.
	Changes map[string]int `json:"changes,omitempty"`
	// Names are the first names of each kind.
	Names map[string][]string `json:"names,omitempty"`
	// Leaving of Present and Due of Left and Present are the removals.
	Leaving int `json:"leaving,omitempty"`
	Present int `json:"present,omitempty"`
	Due     int `json:"due,omitempty"`
	Left    int `json:"left,omitempty"`
	// SourceEmpty, Unreadable and Existing are the numbers of users of a guard, and
	// zero if it does not stop the run.
	SourceEmpty   int      `json:"source_empty,omitempty"`
	Unreadable    int      `json:"unreadable,omitempty"`
	Existing      int      `json:"existing,omitempty"`
	ExistingNames []string `json:"existing_names,omitempty"`
	Withheld      int      `json:"withheld,omitempty"`
	// Former users of those removed left before on_leave had its action.
	Former int `json:"former,omitempty"`
}

var private = tfkit.Record[record]{Key: "guest_sync", Version: 1}

// mostNames limits the names in a message.
const mostNames = 10

// pendingOf summarizes a decision.
func pendingOf(r *reconcile.Result) pending {
	p := pending{
		Changes: map[string]int{}, Names: map[string][]string{}, Withheld: r.Withheld,
		Leaving: r.Removals.Leaving, Present: r.Removals.Present, Due: r.Removals.Due, Left: r.Removals.Left,
	}
	for i := range r.Steps {
		s := &r.Steps[i]
		if s.Why == reconcile.Former {
			p.Former++
		}
		kind := s.Kind.String()
		if p.Changes[kind]++; len(p.Names[kind]) < mostNames {
			name := s.Name()
			if s.Reason != "" {
				name += " (" + s.Reason + ")"
			}
			p.Names[kind] = append(p.Names[kind], name)
		}
	}
	for _, v := range r.Violations {
		switch v.Guard {
		case reconcile.SourceEmpty:
			p.SourceEmpty = v.Count
		case reconcile.WithholdUnreadable:
			p.Unreadable = v.Count
		case reconcile.ExistingUser:
			p.Existing, p.ExistingNames = v.Count, v.Names
		case reconcile.TooMany:
			// The plan compares the removals with its own limits.
		}
	}
	return p
}

func (p pending) counts() reconcile.Counts {
	var c reconcile.Counts
	for k, name := range changeNames {
		c[k] = p.Changes[name]
	}
	return c
}

func (p pending) removals() reconcile.Removals {
	return reconcile.Removals{Leaving: p.Leaving, Present: p.Present, Due: p.Due, Left: p.Left}
}
