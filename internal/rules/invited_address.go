package rules

import (
	"fmt"
	"strings"
	"unicode"
)

const (
	// refused are the characters that invitedUserEmailAddress may not contain. The
	// apostrophe is allowed, although texts that are generated from the
	// documentation list it: guests with it exist (graph-identity §1.1).
	refused = "~!#$%^&*()+=[]{}\\/|;:\"<>?,"

	// maxInvited is the limit of otherMails, which stores the address of an
	// external user. The limit of the invitation itself is not documented
	// (graph-identity §1.6, §2.2).
	maxInvited = 250
)

// CheckInvitedAddress reports whether Graph accepts an address in an invitation.
// The error is the second half of a sentence that begins with the address, and
// names the character and the rule.
//
// Graph refuses addresses that mail systems accept, such as sub-addresses with a
// plus sign (graph-identity §1.1, §1.5).
func CheckInvitedAddress(email string) error {
	user, domain, err := split(email)
	if err != nil {
		return err
	}
	if n := len([]rune(email)); n > maxInvited {
		return fmt.Errorf("it has %d characters, %d are allowed", n, maxInvited)
	}
	if err := checkUserPart(user); err != nil {
		return err
	}
	return checkDomain(domain)
}

// CheckAddress is MT007: the invitation service refuses the address. It needs no
// facts, and runs before the rules that do.
func CheckAddress(resource Tenant, email string) []Finding {
	err := CheckInvitedAddress(email)
	if err == nil {
		return nil
	}
	return []Finding{finding(AddressRefused,
		fmt.Sprintf("Inviting %s to tenant %s is refused by the invitation service: %v.", shortened(email), quote(resource.Key), err),
		"Invite by another address of the same mailbox. The list of characters is the service's and changes: with"+
			" plan_checks = { MT007 = \"warn\" } the apply tries the address, and Graph answers.")}
}

// shortened truncates an address that is too long for any mail system.
func shortened(email string) string {
	if runes := []rune(email); len(runes) > maxInvited {
		return string(runes[:maxInvited/4]) + "…"
	}
	return email
}

func checkUserPart(user string) error {
	for _, r := range user {
		switch {
		case r == '+':
			return fmt.Errorf("its user part has the character '+'; Microsoft Graph accepts no sub-addresses in invitations")
		case strings.ContainsRune(refused, r):
			return fmt.Errorf("its user part has the character %q, which is not permitted; not permitted are %s", r, spaced(refused))
		case unicode.IsSpace(r) || unicode.IsControl(r):
			return fmt.Errorf("its user part has the character %q; spaces and control characters are not permitted", r)
		case r > unicode.MaxASCII:
			return fmt.Errorf("its user part has the character %q; letters with accents and letters beyond a to z are not permitted", r)
		}
	}
	for _, mark := range ".-" {
		if strings.HasPrefix(user, string(mark)) || strings.HasSuffix(user, string(mark)) {
			return fmt.Errorf("its user part starts or ends with %q, which is permitted anywhere else only", mark)
		}
	}
	return nil
}

func spaced(characters string) string {
	return strings.Join(strings.Split(characters, ""), " ")
}
