package rules

import "time"

// GuestClass is a group of guests that a review finds. A guest can be in several.
type GuestClass string

// The classes of a review.
const (
	// GuestPending has an invitation that was not redeemed for some time.
	GuestPending GuestClass = "pending"
	// GuestNeverSignedIn has redeemed, or was created without an invitation, and has
	// not signed in since.
	GuestNeverSignedIn GuestClass = "never_signed_in"
	// GuestInactive has not signed in for some time.
	GuestInactive GuestClass = "inactive"
	// GuestDisabled may not sign in.
	GuestDisabled GuestClass = "disabled"
	// GuestWithoutSponsor has no sponsor.
	GuestWithoutSponsor GuestClass = "without_sponsor"
	// GuestHomeGone belongs to a domain that no tenant has.
	GuestHomeGone GuestClass = "home_tenant_gone"
	// GuestDeleted is in the recycle bin, and in no other class.
	GuestDeleted GuestClass = "deleted"
)

// GuestClasses lists all classes.
func GuestClasses() []GuestClass {
	return []GuestClass{GuestPending, GuestNeverSignedIn, GuestInactive, GuestDisabled, GuestWithoutSponsor, GuestHomeGone, GuestDeleted}
}

// ReviewThresholds are numbers of days.
type ReviewThresholds struct {
	PendingDays, NeverSignedInDays, InactiveDays int
}

// ReviewedGuest is what a review knows about a guest.
type ReviewedGuest struct {
	Pending, Enabled bool
	// Since is the time of the last change of the invitation's state, or the time of
	// the creation.
	Since time.Time
	// LastSignIn is the zero time for a guest that has never signed in.
	LastSignIn Fact[time.Time]
	Sponsored  Fact[bool]
	HomeGone   Fact[bool]
}

// Days is the number of whole days since a time.
func Days(since, now time.Time) int { return int(now.Sub(since).Hours() / 24) }

// ReviewGuest returns the classes of a guest. An unknown fact puts it into no class.
func ReviewGuest(g ReviewedGuest, t ReviewThresholds, now time.Time) []GuestClass {
	var classes []GuestClass
	in := func(yes bool, class GuestClass) {
		if yes {
			classes = append(classes, class)
		}
	}
	last, looked := g.LastSignIn.Get()
	waited := Days(g.Since, now)
	in(g.Pending && waited >= t.PendingDays, GuestPending)
	in(!g.Pending && looked && last.IsZero() && waited >= t.NeverSignedInDays, GuestNeverSignedIn)
	in(looked && !last.IsZero() && Days(last, now) >= t.InactiveDays, GuestInactive)
	in(!g.Enabled, GuestDisabled)
	sponsored, known := g.Sponsored.Get()
	in(known && !sponsored, GuestWithoutSponsor)
	gone, known := g.HomeGone.Get()
	in(known && gone, GuestHomeGone)
	return classes
}
