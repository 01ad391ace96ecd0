package world

import "slices"

// effective is a block as one tenant applies it to another: the partner's, or
// the default's where the partner has none. Across clouds the default does not
// count until there is a partner entry (graph-cross-tenant §1.5).
func (d *directory) effective(home *directory, block string) (s setting, configured bool) {
	defaults := stored((*d.defaults.truth())[block])
	if home == nil {
		return defaults, true
	}
	p := d.partners.truth(home.ID)
	if p == nil {
		return defaults, d.facts().endpoint == home.facts().endpoint
	}
	return stored(p.Settings[block]).or(defaults), true
}

// stored is a block that passed checkSettings, so it parses.
func stored(block any) setting {
	s, _ := toSetting(block)
	return s
}

func (d *directory) collaborates(other *directory, block string, p person) bool {
	s, configured := d.effective(other, block)
	return configured && d.enables(other) && s.permits(p)
}

// enables says whether a tenant has switched on the cloud of another. Pairs
// without the commercial cloud are not supported (graph-cross-tenant §1.3).
func (d *directory) enables(other *directory) bool {
	if other == nil || other.facts().endpoint == d.facts().endpoint {
		return true
	}
	if !Worldwide(d.Cloud) && !Worldwide(other.Cloud) {
		return false
	}
	endpoints, _ := (*d.access.truth())["allowedCloudEndpoints"].([]any)
	return slices.Contains(endpoints, any(other.facts().endpoint))
}

// admits says whether both sides let a person of the home tenant in: inbound
// settings of the resource tenant, outbound settings of the home tenant. A home
// tenant outside the world is judged by the resource tenant's default alone.
func (d *directory) admits(home *directory, p person) bool {
	if !d.collaborates(home, "b2bCollaborationInbound", p) {
		return false
	}
	return home == nil || home.collaborates(d, "b2bCollaborationOutbound", p)
}

// autoRedeems says whether both sides consent to automatic redemption.
func (d *directory) autoRedeems(home *directory) bool {
	return d.consents(home, "inboundAllowed") && home.consents(d, "outboundAllowed")
}

func (d *directory) consents(other *directory, direction string) bool {
	p := d.partners.truth(other.ID)
	if p == nil {
		return false
	}
	consent, _ := p.Settings["automaticUserConsentSettings"].(map[string]any)
	return consent[direction] == true
}

// person finds somebody in the home tenant by an address of theirs.
func (d *directory) person(address string) (*User, person) {
	if d == nil {
		return nil, person{}
	}
	u := d.holder(address, func(u *User) bool { return !u.External() })
	if u == nil {
		return nil, person{}
	}
	return u, person{id: u.ID, groups: d.groupsOf(u.ID)}
}

// holder finds the live user who has an address under any property: UPN, mail,
// proxy addresses or other mails.
func (d *directory) holder(address string, accept func(*User) bool) *User {
	keys := []string{UPNKey(address), MailKey(address), ProxyKey("smtp:" + address), OtherMailKey(address)}
	for _, r := range d.users.candidates(keys) {
		if u := r.truth(); u != nil && !u.IsDeleted() && u.holds(address) && accept(u) {
			return u
		}
	}
	return nil
}
