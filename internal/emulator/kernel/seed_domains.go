package kernel

import (
	"encoding/json"
	"regexp"
	"slices"
)

var dnsName = regexp.MustCompile(`^([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,}$`)

// parseDomains parses names, which are verified domains, or objects with Graph's
// property names. The first verified domain is the default domain unless another
// one is marked as default.
func (t *SeedTenant) parseDomains() error {
	t.InitialDomain = lower(t.InitialDomain)
	t.Domains = []Domain{{Name: t.InitialDomain, Verified: true, Initial: true, AuthenticationType: "Managed"}}
	n := t.At["domains"]
	if n == nil {
		t.chooseDefault()
		return nil
	}
	nodes, err := n.List()
	if err != nil {
		return err
	}
	for _, n := range nodes {
		d, err := parseDomain(n)
		if err != nil {
			return err
		}
		if d.Name == t.InitialDomain {
			t.Domains[0].Default = d.Default
			continue
		}
		if slices.ContainsFunc(t.Domains, func(x Domain) bool { return x.Name == d.Name }) {
			return n.Fail("the domain %q is listed twice", d.Name)
		}
		t.Domains = append(t.Domains, d)
	}
	t.chooseDefault()
	return nil
}

func parseDomain(n *Node) (Domain, error) {
	d := Domain{Verified: true, AuthenticationType: "Managed"}
	if n.Is("{") {
		if err := n.Into(&d); err != nil {
			return d, err
		}
	} else if err := json.Unmarshal(n.raw, &d.Name); err != nil {
		return d, n.Fail("must be a domain name or an object")
	}
	d.Name = lower(d.Name)
	if !dnsName.MatchString(d.Name) {
		return d, n.Fail("%q is not a domain name", d.Name)
	}
	return d, nil
}

func (t *SeedTenant) chooseDefault() {
	chosen := slices.IndexFunc(t.Domains, func(d Domain) bool { return d.Default && d.Verified })
	if chosen < 0 {
		chosen = slices.IndexFunc(t.Domains, func(d Domain) bool { return d.Verified && !d.Initial })
	}
	chosen = max(chosen, 0)
	for i := range t.Domains {
		t.Domains[i].Default = i == chosen
	}
	t.DefaultDomain = t.Domains[chosen].Name
}
