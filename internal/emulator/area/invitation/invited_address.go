package invitation

import (
	"regexp"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// maxInvitee is the limit of otherMails, where the address ends up; the
// invitation has no documented limit of its own (graph-identity §2.2).
const maxInvitee = 250

var invitedDomain = regexp.MustCompile(`^([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}$`)

// invitable says whether the invitation service takes an address. Accents and
// blanks are refused always, and "." and "-" at either end of the local part
// (graph-identity §1.1).
func invitable(s settings.Settings, address string) bool {
	local, domain, _ := strings.Cut(address, "@")
	return local != "" && len(address) <= maxInvitee && invitedDomain.MatchString(domain) &&
		!strings.ContainsFunc(local, notPrintable) && !strings.ContainsAny(local, s.RefusedCharacters) &&
		strings.Trim(local, ".-") == local
}

// notPrintable finds what is not a printable ASCII character, the blank included.
func notPrintable(r rune) bool { return r <= ' ' || r > '~' }
