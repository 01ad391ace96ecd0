package reconcile

// Why is the reason of a step.
type Why byte

// The reasons.
const (
	// Arrived: a user in scope has no external user.
	Arrived Why = iota
	// Found: an external user has an address of the user.
	Found
	// Marked: an external user has the mark of [Settings.Anchor].
	Marked
	// Begun: a killed run has invited the user.
	Begun
	// Undeleted: the resource tenant has deleted the external user of a user in scope.
	Undeleted
	// Returned: a user is in scope again.
	Returned
	// Differs: attributes have changed in either tenant.
	Differs
	// Promoted: the user has become mail-enabled, and becomes a member.
	Promoted
	// Obstructed: another user is in the way.
	Obstructed
	// Left: a user has been deleted or is out of scope.
	Left
	// Withheld: a user has the value of [Withhold].
	Withheld
	// Due: the days of a departure are over.
	Due
	// Former: a user had left when [Departure] had another action.
	Former

	whys
)

// String describes the reason.
func (w Why) String() string {
	return [whys]string{
		"in scope, without an external user",
		"in scope, and an external user has the address",
		"in scope, and an external user has the mark",
		"in scope, and an interrupted run has invited the user",
		"in scope, and the external user is deleted",
		"in scope again",
		"attributes differ",
		"mail-enabled",
		"another user is in the way",
		"deleted or out of scope",
		"withheld",
		"the days since the departure are over",
		"left before on_leave had this action",
	}[w]
}
