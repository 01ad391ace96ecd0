package rules

import (
	"errors"
	"fmt"
	"strings"
)

var (
	errNoAt       = errors.New("it has no @")
	errManyAt     = errors.New("it has more than one @")
	errNoUserPart = errors.New("there is no user part before the @")
)

// Domain is the part of an address after the last @, in lower case. It is empty for
// an address without @.
func Domain(email string) string {
	at := strings.LastIndexByte(email, '@')
	if at < 0 {
		return ""
	}
	return strings.ToLower(email[at+1:])
}

// SameAddress reports whether two addresses are equal. The directory ignores case
// in both parts.
func SameAddress(a, b string) bool { return strings.EqualFold(a, b) }

// split splits an address at its only @.
func split(email string) (user, domain string, err error) {
	user, domain, found := strings.Cut(email, "@")
	switch {
	case !found:
		return "", "", errNoAt
	case strings.Contains(domain, "@"):
		return "", "", errManyAt
	case user == "":
		return "", "", errNoUserPart
	}
	return user, domain, nil
}

// The limits of DNS (RFC 1035 §2.3.4).
const (
	maxDomain = 253
	maxLabel  = 63
)

// checkDomain accepts a DNS name of two labels or more. DNS names have no
// underscore, so the last underscore of a guest's user principal name replaces the
// @.
func checkDomain(domain string) error {
	if len(domain) > maxDomain {
		return fmt.Errorf("its domain has %d characters, %d are allowed", len(domain), maxDomain)
	}
	labels := strings.Split(domain, ".")
	if len(labels) < 2 {
		return fmt.Errorf("its domain %q has no dot", domain)
	}
	for _, label := range labels {
		switch {
		case label == "":
			return fmt.Errorf("its domain %q has an empty part", domain)
		case len(label) > maxLabel:
			return fmt.Errorf("its domain has a part of %d characters, %d are allowed", len(label), maxLabel)
		case label[0] == '-' || label[len(label)-1] == '-':
			return fmt.Errorf("its domain %q has a part that starts or ends with a hyphen", domain)
		}
		for _, r := range label {
			if !isLetter(r) && !isDigit(r) && r != '-' {
				return fmt.Errorf("its domain has the character %q, only letters from a to z, digits, hyphens and dots are allowed", r)
			}
		}
	}
	return nil
}

func isLetter(r rune) bool { return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' }
func isDigit(r rune) bool  { return '0' <= r && r <= '9' }
