package invitation

import (
	"regexp"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// maxInvitee is the limit of otherMails, which stores the address; the invitation
// has no documented limit (graph-identity §2.2).
const maxInvitee = 250

var invitedDomain = regexp.MustCompile(`^([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}$`)

// invitable reports whether the invitation service accepts an address. Accents,
// blanks, and "." and "-" at either end of the local part are always refused
// (graph-identity §1.1).
func invitable(s settings.Settings, address string) bool {
	local, domain, _ := strings.Cut(address, "@")
	return local != "" && len(address) <= maxInvitee && invitedDomain.MatchString(domain) &&
		!strings.ContainsFunc(local, notPrintable) && !strings.ContainsAny(local, s.RefusedCharacters) &&
		strings.Trim(local, ".-") == local
}

// notPrintable matches characters outside of printable ASCII, and the blank.
func notPrintable(r rune) bool { return r <= ' ' || r > '~' }
