package command

// Access is what the roles of Exchange allow (exchange §3).
type Access int

// The kinds of access. Sharing is what organizations share with each other.
const (
	ReadRecipients Access = iota
	WriteRecipients
	ReadSharing
	WriteSharing
)

// What roles include: everything that can be read, recipients alone, or both with
// changes.
var (
	Views      = []Access{ReadRecipients, ReadSharing}
	Recipients = []Access{ReadRecipients, WriteRecipients}
	Everything = []Access{ReadRecipients, WriteRecipients, ReadSharing, WriteSharing}
)

// RoleGroups are the role groups of Exchange's own access control (exchange §3).
var RoleGroups = map[string][]Access{
	"Organization Management":           Everything,
	"Recipient Management":              Recipients,
	"View-Only Organization Management": Views,
}
