package kernel

import (
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// Holder is the owner of a proxy address, in the terms of Graph's conflict
// details.
type Holder struct{ Kind, ID string }

// String returns the kind and the id, as in "User_{id}".
func (h Holder) String() string { return h.Kind + "_" + h.ID }

// ProxyHolder finds the owner of a proxy address among all objects of a tenant,
// which share one name space (graph-identity §2.3). The object with the id except
// is ignored. The comparison ignores the case of the address and of the prefix,
// which marks a primary address.
func (d *Directory) ProxyHolder(proxy, except string) (Holder, bool) {
	key := ProxyKey(proxy)
	for _, s := range d.sets {
		if id, taken := s.owner(d, key, except); taken {
			return Holder{s.Declared().kind(), id}, true
		}
	}
	return Holder{}, false
}

func (s *Set[T]) owner(d *Directory, key, except string) (string, bool) {
	if s.Proxies == nil || !s.in(d).live.index.has(key) {
		return "", false
	}
	v := s.Find(d, []string{key}, func(v *T) bool {
		return *s.ID(v) != except && slices.ContainsFunc(*s.Proxies(v), func(p string) bool { return ProxyKey(p) == key })
	})
	if v == nil {
		return "", false
	}
	return *s.ID(v), true
}

// ClaimProxies rejects proxy addresses that another object has.
func (d *Directory) ClaimProxies(proxies []string, owner string) error {
	for _, p := range proxies {
		if holder, taken := d.ProxyHolder(p, owner); taken {
			return refusal.Taken("proxyAddresses", holder.String())
		}
	}
	return nil
}
