package rules

import (
	"fmt"
	"time"
)

// DepartureStage is how far a guest has left a tenant.
type DepartureStage string

// The stages, in order. A departure begins with Disabled.
const (
	DepartureEnabled  DepartureStage = "enabled"
	DepartureDisabled DepartureStage = "disabled"
	DepartureHidden   DepartureStage = "hidden"
	DepartureDeleted  DepartureStage = "deleted"
)

// DepartureSchedule is when the stages after the first one are due, in whole days
// since the departure began; nil means never.
type DepartureSchedule struct{ HideAfter, DeleteAfter *int64 }

// Due is the stage that is due after some days. A user is never deleted in the plan
// that begins its departure.
func (s DepartureSchedule) Due(days int) DepartureStage {
	passed := func(after *int64) bool { return after != nil && int64(days) >= *after }
	switch {
	case passed(s.DeleteAfter) && days > 0:
		return DepartureDeleted
	case passed(s.HideAfter):
		return DepartureHidden
	}
	return DepartureDisabled
}

// NextStage is the stage to plan for a guest of a stage. A deleted user stays deleted,
// also if something else has deleted it early: only the end of the departure restores
// it.
func (s DepartureSchedule) NextStage(now DepartureStage, days int) DepartureStage {
	if now == DepartureDeleted {
		return now
	}
	return s.Due(days)
}

// Problem is why a schedule is refused, empty if it is accepted.
func (s DepartureSchedule) Problem() string {
	if s.HideAfter != nil && s.DeleteAfter != nil && *s.HideAfter >= *s.DeleteAfter {
		return fmt.Sprintf("The user would be deleted after %d days, before it is hidden after %d.", *s.DeleteAfter, *s.HideAfter)
	}
	return ""
}

// AccountState is the part of a user that a departure changes.
type AccountState struct {
	Enabled bool
	// Shown is showInAddressList, nil if Graph has no value.
	Shown *bool
}

// SeenStage is the stage that a user of a directory shows, when the last known one is
// another or none. Guests are hidden from the beginning in many tenants, so that
// being hidden is no stage of its own, but being shown ends the stage hidden.
func SeenStage(u AccountState, last DepartureStage) DepartureStage {
	switch {
	case u.Enabled:
		return DepartureEnabled
	case last == DepartureHidden && (u.Shown == nil || *u.Shown):
		return DepartureDisabled
	case last == DepartureHidden:
		return DepartureHidden
	}
	return DepartureDisabled
}

// DepartureDays is the number of whole days since a departure began, 0 before it.
func DepartureDays(since, now time.Time) int { return max(Days(since, now), 0) }
