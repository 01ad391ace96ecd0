package exchange

import (
	"errors"
	"net/url"
	"slices"
	"strings"
)

// Hosts are the hosts that may see a tenant's token.
type Hosts struct {
	// Root is the base URL of the endpoint.
	Root string
	// Regional are the domains of the hosts that the endpoint redirects to, those
	// of Microsoft in the tenant's cloud; none for an endpoint of another owner.
	Regional []string
}

// backEndPort is the port of the back ends, which a redirect may name although
// only the front ends' port can be reached (exchange §2.1).
const backEndPort = "446"

// Follow returns the address to repeat a redirected request at: the same call, on
// the configured host or on one of the cloud's own. It is nil for any other
// redirect, because the token goes along.
func (h Hosts) Follow(from, location *url.URL) *url.URL {
	root, err := url.Parse(h.Root)
	if err != nil || location.Scheme != "https" || location.User != nil || !strings.EqualFold(location.Path, from.Path) {
		return nil
	}
	target := *location
	port := location.Port()
	switch name := location.Hostname(); {
	case strings.EqualFold(name, root.Hostname()) && (port == root.Port() || port == backEndPort):
		target.Host = root.Host
	case h.regional(name) && slices.Contains([]string{"", "443", backEndPort}, port):
		target.Host = name
	default:
		return nil
	}
	return &target
}

func (h Hosts) regional(name string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc(h.Regional, func(domain string) bool { return name == domain || strings.HasSuffix(name, "."+domain) })
}

const adminAPI = "/adminapi/"

// next returns the address of the next page. A link names the host that holds the
// list, which is asked where it may see the token; otherwise, as behind a proxy,
// the configured host is.
func (h Hosts) next(link string) (string, error) {
	parsed, err := url.Parse(link)
	if err != nil {
		return "", errors.New("the link to the next page is no URL")
	}
	at := strings.Index(strings.ToLower(parsed.EscapedPath()), adminAPI)
	if at < 0 {
		return "", errors.New("the link to the next page does not lead to the admin endpoint")
	}
	if target := h.Follow(parsed, parsed); target != nil && h.regional(target.Hostname()) {
		return target.String(), nil
	}
	address := h.Root + parsed.EscapedPath()[at:]
	if parsed.RawQuery != "" {
		address += "?" + parsed.RawQuery
	}
	return address, nil
}
