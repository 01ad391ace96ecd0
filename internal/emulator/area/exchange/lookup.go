package exchange

import (
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// view is Exchange's directory as a request sees it: its own writes, and those of
// others after the replication lag.
type view struct {
	d       *kernel.Directory
	at      kernel.Moment
	session string
}

// get returns an object by the id of its twin in Entra; nil if Exchange does not
// have it.
func (v view) get(id string) *Recipient {
	stored := recipients.Truth(v.d, id)
	if stored == nil {
		return derived(v.d, id)
	}
	if v.at.Settings.LostAffinityMissesWrites && stored.session != v.session {
		stored = recipients.As(v.d, id, kernel.ByID, v.at)
	}
	takeovers.Misses(v.d, v.at, func(t task) bool { return t.ID == id })
	if stored == nil || stored.Gone || stored.Details == "" {
		return nil
	}
	return stored
}

// all lists the objects: those of Entra in their order, then those that only
// Exchange still has.
func (v view) all(accept func(*Recipient) bool) []*Recipient {
	var found []*Recipient
	seen := map[string]bool{}
	visit := func(id string) {
		if seen[id] {
			return
		}
		seen[id] = true
		if r := v.get(id); r != nil && accept(r) {
			found = append(found, r)
		}
	}
	for _, u := range directory.Users.All(v.d) {
		visit(u.ID)
	}
	for _, c := range directory.Contacts.All(v.d) {
		visit(c.ID)
	}
	for _, g := range directory.Groups.All(v.d) {
		visit(g.ID)
	}
	for _, r := range recipients.All(v.d) {
		visit(r.ID)
	}
	return found
}

// find returns the object with an identity (exchange §8, §13): the id in Entra, the
// Guid, the name, the user principal name, the alias, an address, or the
// distinguished name.
func (v view) find(identity string, accept func(*Recipient) bool) (*Recipient, error) {
	if schema.IsGUID(identity) {
		for _, id := range []string{strings.ToLower(identity), twin(identity)} {
			if r := v.get(id); r != nil && accept(r) {
				return r, nil
			}
		}
		return nil, errNotFound(identity, v.at)
	}
	var found []*Recipient
	for _, id := range v.candidates(identity) {
		r := v.get(id)
		if r != nil && accept(r) && r.answersTo(identity, v.d) && !slices.ContainsFunc(found, func(f *Recipient) bool { return f.ID == r.ID }) {
			found = append(found, r)
		}
	}
	switch len(found) {
	case 0:
		return nil, errNotFound(identity, v.at)
	case 1:
		return found[0], nil
	default:
		return nil, errAmbiguous(identity)
	}
}

// candidates lists the ids of objects that may have an identity.
func (v view) candidates(identity string) []string {
	address := identity
	if _, rest, typed := strings.Cut(identity, ":"); typed {
		address = rest
	}
	var ids []string
	keys := []string{nameKey(identity), aliasKey(identity), kernel.NameKey(address), kernel.ProxyKey(secondaryPrefix + address)}
	for _, key := range keys {
		recipients.Find(v.d, []string{key}, func(r *Recipient) bool {
			ids = append(ids, r.ID)
			return false // the next one, too
		})
	}
	for _, c := range directory.Contacts.All(v.d) {
		ids = append(ids, c.ID)
	}
	for _, g := range directory.Groups.All(v.d) {
		ids = append(ids, g.ID)
	}
	if strings.Contains(address, "@") {
		for _, key := range keys {
			if u := directory.Users.Find(v.d, []string{key}, func(u *directory.User) bool { return u.Holds(address) }); u != nil {
				ids = append(ids, u.ID)
			}
		}
		return ids
	}
	// The alias of users and distinguished names are not indexed.
	for _, u := range directory.Users.All(v.d) {
		ids = append(ids, u.ID)
	}
	for _, r := range recipients.All(v.d) {
		ids = append(ids, r.ID)
	}
	return ids
}

// answersTo reports whether a text identifies an object.
func (r *Recipient) answersTo(identity string, d *kernel.Directory) bool {
	same := func(s string) bool { return s != "" && strings.EqualFold(s, identity) }
	if same(r.Name) || same(r.Alias) || same(r.UserPrincipalName) || same(distinguishedName(r.Name, d)) || same(r.legacyDN()) {
		return true
	}
	return slices.ContainsFunc(r.Addresses, func(a string) bool {
		return same(a) || strings.HasPrefix(strings.ToLower(a), secondaryPrefix) && same(a[len(secondaryPrefix):])
	})
}

// distinguishedName is the name of an object in Exchange's directory.
func distinguishedName(name string, d *kernel.Directory) string {
	return "CN=" + name + ",OU=" + d.InitialDomain + ",OU=Microsoft Exchange Hosted Organizations,DC=EURPR01A001,DC=PROD,DC=OUTLOOK,DC=COM"
}

func (r *Recipient) legacyDN() string {
	return "/o=ExchangeLabs/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn=" +
		strings.ReplaceAll(r.guid(), "-", "") + "-" + strings.ToLower(r.Name)
}

// organizationID is the OrganizationId of every object of a tenant.
func organizationID(d *kernel.Directory) string {
	root := "EURPR01A001.PROD.OUTLOOK.COM/Microsoft Exchange Hosted Organizations/" + d.InitialDomain
	return root + " - EURPR01A001.PROD.OUTLOOK.COM/ConfigurationUnits/" + d.InitialDomain + "/Configuration"
}
