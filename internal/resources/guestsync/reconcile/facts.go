package reconcile

import (
	"strings"
	"time"
)

// Person is a user of the home tenant who is in the scope of the sync.
type Person struct {
	ID ID
	// Address is the address of the invitation.
	Address string
	// Also is another address by which a guest of the person can be known; empty if
	// there is none.
	Also string
	// Values are the values of [Settings.Sources], in this order; empty means none.
	Values []string
	// Withhold is the value of the attribute of [Withhold].
	Withhold string
	// Unreadable means that this attribute could not be read.
	Unreadable bool
}

// addresses returns the addresses in lower case.
func (p *Person) addresses() []string {
	all := []string{strings.ToLower(p.Address)}
	if also := strings.ToLower(p.Also); also != "" && also != all[0] {
		all = append(all, also)
	}
	return all
}

// External is a user of the resource tenant.
type External struct {
	ID ID
	// Internal means that the user belongs to the resource tenant itself.
	Internal bool
	// Addresses are all of the user's addresses, in any case.
	Addresses []string
	// Anchor is the value of [Settings.Anchor].
	Anchor      string
	UserType    string
	MailEnabled bool
	// Hidden and Disabled tell whether a departure has begun. Only [MarkedLedger] needs
	// them.
	Hidden, Disabled bool
	// Invited is the time in Unix seconds of an invitation that was not redeemed; zero
	// for other users.
	Invited int64
	// Values are those of [Settings.Attributes], in this order. Those of untracked
	// attributes count if Full is set.
	Values []string
	Full   bool
}

// internal reports whether a user is known to be one of the resource tenant itself.
func (u *External) internal() bool { return u != nil && u.Internal }

// name returns an address for messages.
func (u *External) name() string {
	if u == nil || len(u.Addresses) == 0 {
		return ""
	}
	return u.Addresses[0]
}

// Source is what the home tenant reports.
type Source struct {
	People []Person
	// Gone are users who have been deleted, or who have left the scope.
	Gone []ID
	// Complete means that People has all users in scope. Otherwise it has those that
	// changed.
	Complete bool
	// Unreadable means that the attribute of [Withhold] could not be read of any user,
	// also where People has none.
	Unreadable bool
}

// Target is what the resource tenant reports.
type Target struct {
	Users []External
	// Deleted are users in the recycle bin.
	Deleted []External
	// Gone are users who have been deleted. One that is not in Deleted cannot be
	// restored.
	Gone []ID
	// Complete means that Users has every external user. Otherwise it has those that
	// changed and those who were looked up.
	Complete bool
}

// Orphan is an external user with the anchor of a user who is not in scope any more: it
// has been deleted in the home tenant, or it exists there.
type Orphan struct{ Source, Target ID }

// Input is the input of a decision.
type Input struct {
	Ledger *Ledger
	Source Source
	Target Target
	// Orphans are known after complete listings only. One that the ledger lacks was in
	// a ledger that was lost.
	Orphans []Orphan
	Now     time.Time
}
