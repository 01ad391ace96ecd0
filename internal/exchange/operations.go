package exchange

// operation is a cmdlet and the Entra roles that allow it, least privileged first.
// Role groups of Exchange allow it as well (exchange §3).
type operation struct {
	name        string
	permissions []string
	// reads is set for a cmdlet that changes nothing, so that it may be repeated.
	reads bool
}

// The roles, by their names in Entra.
const (
	globalReader   = "Global Reader"
	recipientAdmin = "Exchange Recipient Administrator"
	exchangeAdmin  = "Exchange Administrator"
)

var (
	readsRecipients  = []string{globalReader, recipientAdmin, exchangeAdmin}
	writesRecipients = []string{recipientAdmin, exchangeAdmin}
	readsSettings    = []string{globalReader, exchangeAdmin}
)
