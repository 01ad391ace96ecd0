package rules

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
)

// marker identifies external users in a user principal name.
const marker = "#EXT#"

var (
	errNoMarker     = fmt.Errorf("it has no %s before the last @, so it is not the name of an external user", marker)
	errNoUnderscore = fmt.Errorf("it has no underscore before %s, which would stand for the @ of the address", marker)
)

// ErrInitialDomain marks the errors of GuestUPN that concern the domain of the
// resource tenant and not the address.
var ErrInitialDomain = errors.New("initial domain")

// GuestUPN is the user principal name that an external user with the given address
// gets in a tenant with the given initial domain: the @ becomes an underscore,
// followed by #EXT# (graph-identity §1.6).
//
// It is a prediction. When the name is taken the directory appends an undocumented
// suffix, and a few tenants use another domain for guests, so the name of an
// existing user must be read and not computed.
func GuestUPN(email, initialDomain string) (string, error) {
	user, domain, err := split(email)
	if err != nil {
		return "", fmt.Errorf("%q is not an email address: %w", email, err)
	}
	if strings.ContainsFunc(user, neverInUserPart) {
		return "", fmt.Errorf("%q is not an email address: its user part has a #, a space or a control character", email)
	}
	if err := checkDomain(domain); err != nil {
		return "", fmt.Errorf("%q is not an email address: %w", email, err)
	}
	if err := checkDomain(initialDomain); err != nil {
		return "", fmt.Errorf("%q is not an %w such as contoso.onmicrosoft.com", initialDomain, ErrInitialDomain)
	}
	return user + "_" + domain + marker + "@" + initialDomain, nil
}

// neverInUserPart is less strict than CheckInvitedAddress: synchronization creates
// external users with addresses that the invitation service would refuse.
func neverInUserPart(r rune) bool { return r == '#' || unicode.IsSpace(r) || unicode.IsControl(r) }

// ParseGuestUPN returns the address with which an external user was invited, and
// the domain of the resource tenant. Domains have no underscore, so the last
// underscore of the name is the @, whatever the user part contains.
func ParseGuestUPN(upn string) (email, domain string, err error) {
	fail := func(why error) (string, string, error) {
		return "", "", fmt.Errorf("%q is not the user principal name of an external user: %w", upn, why)
	}
	at := strings.LastIndexByte(upn, '@')
	if at < 0 {
		return fail(errNoAt)
	}
	name, domain := upn[:at], upn[at+1:]
	if len(name) < len(marker) || !strings.EqualFold(name[len(name)-len(marker):], marker) {
		return fail(errNoMarker)
	}
	name = name[:len(name)-len(marker)]
	underscore := strings.LastIndexByte(name, '_')
	if underscore < 0 {
		return fail(errNoUnderscore)
	}
	email = name[:underscore] + "@" + name[underscore+1:]
	// A name that GuestUPN does not produce is not one of an external user.
	if _, err := GuestUPN(email, domain); err != nil {
		return fail(err)
	}
	return email, domain, nil
}
