package exchange

import (
	"slices"
	"strings"
)

// Addresses change the e-mail addresses of a recipient. An address has the prefix
// SMTP: as the primary one, and smtp: or none otherwise.
type Addresses struct {
	// Only are all e-mail addresses that the recipient is to have; nil leaves the
	// others. Addresses of other kinds, such as X500:, stay in either case.
	Only []string
	// Add and Remove have no effect beside Only.
	Add, Remove []string
}

// after returns the list of addresses after a change, the primary one first among
// the e-mail addresses. Primary is the primary address, or empty for the one that
// the change marks, or else the present one, or else the first.
func (a Addresses) after(present []string, primary string) []string {
	mail := slices.Concat(filtered(present, func(p string) bool { return isMail(p) && !contains(a.Remove, p) }), a.Add)
	wanted := a.Add
	if a.Only != nil {
		mail, wanted = a.Only, a.Only
	}
	candidates := []string{primary, primaryOf(wanted), primaryOf(present)}
	for _, candidate := range candidates {
		if candidate != "" && (candidate == primary || contains(mail, candidate)) {
			mail = slices.Insert(slices.Clone(mail), 0, candidate)
			break
		}
	}
	var all []string
	for i, address := range unique(mail) {
		prefix := "smtp:"
		if i == 0 {
			prefix = "SMTP:"
		}
		all = append(all, prefix+bare(address))
	}
	return append(all, filtered(present, func(p string) bool { return !isMail(p) })...)
}

// and returns the addresses that a recipient has when a primary address, which may
// be nil, is set as well.
func (a Addresses) and(primary *string) Addresses {
	if primary == nil || a.Only == nil {
		return a
	}
	others := filtered(a.Only, func(o string) bool { return !sameAddress(o, *primary) })
	for i := range others {
		others[i] = bare(others[i])
	}
	return Addresses{Only: append(others, "SMTP:"+bare(*primary))}
}

// seenIn reports whether a recipient has the addresses.
func (a Addresses) seenIn(r Recipient) bool {
	mail := filtered(r.Addresses, isMail)
	if a.Only != nil && len(unique(mail)) != len(unique(a.Only)) {
		return false
	}
	wanted := a.Add
	if a.Only != nil {
		wanted = a.Only
	}
	for _, address := range wanted {
		if !contains(mail, address) {
			return false
		}
	}
	if first := primaryOf(wanted); first != "" && !sameAddress(first, primaryOf(mail)) {
		return false
	}
	return a.Only != nil || !slices.ContainsFunc(a.Remove, func(gone string) bool { return contains(mail, gone) })
}

// bare is an e-mail address without a prefix.
func bare(address string) string {
	if len(address) >= 5 && strings.EqualFold(address[:5], "smtp:") {
		return address[5:]
	}
	return address
}

// isMail reports whether a proxy address is one for e-mail: other kinds have
// prefixes of their own (exchange §9.2).
func isMail(address string) bool { return !strings.Contains(bare(address), ":") }

func sameAddress(a, b string) bool { return a != "" && strings.EqualFold(bare(a), bare(b)) }

func contains(all []string, address string) bool {
	return slices.ContainsFunc(all, func(a string) bool { return sameAddress(a, address) })
}

// primaryOf returns the address with the prefix of a primary one, or nothing.
func primaryOf(all []string) string {
	for _, address := range all {
		if strings.HasPrefix(address, "SMTP:") {
			return address
		}
	}
	return ""
}

func unique(all []string) []string {
	var some []string
	for _, address := range all {
		if !contains(some, address) {
			some = append(some, address)
		}
	}
	return some
}

func filtered(all []string, keep func(string) bool) []string {
	return slices.DeleteFunc(slices.Clone(all), func(a string) bool { return !keep(a) })
}
