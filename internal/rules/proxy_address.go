package rules

import (
	"errors"
	"strings"
)

// ProxyAddress is an address of a directory object: for mail or, with another
// prefix, for calls and messages.
type ProxyAddress struct {
	// Type is the prefix in upper case, such as SMTP, SIP or X500.
	Type string
	// Address is what follows the colon, as it is written.
	Address string
	// Primary reports that the prefix is in upper case: the address of its type
	// that the object sends from.
	Primary bool
}

var (
	errNoPrefix  = errors.New("a proxy address has a prefix such as smtp: before the address")
	errNoAddress = errors.New("a proxy address has an address after its prefix")
)

// ParseProxyAddress reads a value of proxyAddresses, for example
// "SMTP:ana@contoso.example".
func ParseProxyAddress(text string) (ProxyAddress, error) {
	prefix, address, _ := strings.Cut(text, ":")
	letters := strings.ContainsFunc(prefix, func(r rune) bool { return !isLetter(r) && !isDigit(r) })
	switch {
	case prefix == text, prefix == "", letters:
		return ProxyAddress{}, errNoPrefix
	case strings.TrimSpace(address) == "":
		return ProxyAddress{}, errNoAddress
	}
	upper := strings.ToUpper(prefix)
	return ProxyAddress{Type: upper, Address: address, Primary: prefix == upper}, nil
}

// IsMail reports whether it is a mail address.
func (p ProxyAddress) IsMail() bool { return p.Type == "SMTP" }

// PrimarySMTP is the primary SMTP address among proxy addresses; it is empty if
// there is none.
func PrimarySMTP(proxies []string) string {
	for _, text := range proxies {
		if p, err := ParseProxyAddress(text); err == nil && p.IsMail() && p.Primary {
			return p.Address
		}
	}
	return ""
}
