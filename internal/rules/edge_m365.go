package rules

import "slices"

// A capability of Microsoft 365 has an effect if three layers of the target say so:
// the entry for the source, or the default within a cloud; the trust; and the
// capability itself (m365-capabilities §1). The source only decides which of its own
// users collaborate.

// featureOf is a feature that a capability of an edge needs. Places needs two.
type featureOf struct {
	capability Capability
	feature    M365Feature
}

var featuresOfEdges = []featureOf{
	{SeeAvailability, CalendarAvailability},
	{SeeCalendars, CalendarSharing},
	{SeeMailTips, MailTips},
	{SeeProfileCards, ProfileCards},
	{UsePlaces, RoomBooking},
	{UsePlaces, DeskBooking},
	{TakeMailboxes, MailboxMoves},
}

// capabilitiesOf lists the capabilities of edges that need a feature.
func capabilitiesOf(feature M365Feature) []Capability {
	var all []Capability
	for _, f := range featuresOfEdges {
		if f.feature == feature {
			all = append(all, f.capability)
		}
	}
	return all
}

// kindsOf lists the kinds of a feature, from the one that shows least.
func kindsOf(feature M365Feature) []M365Kind {
	return slices.DeleteFunc(M365Kinds(), func(k M365Kind) bool { return k.Feature != feature })
}

// m365Setting is the path of a capability below an entry, and defaultM365Setting
// that of one of the default.
func m365Setting(name string) string { return "m365Capabilities/" + name }

func defaultM365Setting(name string) string { return "default/m365Capabilities/" + name }

// layer is one of the two layers of a feature on a side, for findings.
type layer struct {
	requirement
	level
	// about are the capabilities of the edge that need it.
	about []Capability
	// also is a further setting that has to change.
	also string
}

// examineM365 returns the unmet requirements of the capabilities of Microsoft 365,
// MT071 and MT074, and reports in passing those that are limited and those of the
// default, MT075 and MT073.
func (j *edgeJudgment) examineM365(p party) []unmet {
	var missing, limited []layer
	add := func(into *[]layer, l layer) {
		for i, have := range *into {
			if have.code == l.code && have.setting == l.setting && have.also == l.also {
				(*into)[i].about = append(have.about, l.about...)
				return
			}
		}
		*into = append(*into, l)
	}
	for _, l := range j.layers(p) {
		switch {
		case l.open:
			j.leaveOpen(p, l.setting, l.why, LayersDiffer, CapabilityMissing, CapabilityLimited)
		case l.extent == admitsNone:
			add(&missing, l)
		case l.extent == admitsSome:
			l.code, l.also = CapabilityLimited, ""
			add(&limited, l)
		}
	}
	for _, l := range limited {
		j.find(j.finding(CapabilityLimited, p, []string{l.setting}, named(l.about)+j.fill(isLimited, p, l.requirement), j.fill(widenIt, p, l.requirement)))
	}
	var lacking []unmet
	for _, l := range missing {
		u := unmet{requirement: l.requirement}
		u.problem = named(l.about) + u.problem
		if l.also != "" {
			u.also = []string{l.also}
		}
		lacking = append(lacking, u)
	}
	return lacking
}

// named begins a text about capabilities.
func named(about []Capability) string {
	names := slices.Clone(about)
	slices.Sort(names)
	return list(slices.Compact(names)) + ": "
}

// layers are those of the declared capabilities on a side. One that is missing
// beside another that is missing too has no element of its own.
func (j *edgeJudgment) layers(p party) []layer {
	var all []layer
	for _, f := range featuresOfEdges {
		switch {
		case !slices.Contains(j.Capabilities, f.capability):
		case p.side == TargetSide:
			all = append(all, p.layersOf(f)...)
			j.examineDefault(p, f.feature)
		case f.capability != TakeMailboxes:
			all = append(all, layer{
				requirement{LayersDiffer, SourceSide, nil, SettingM365Outbound, inEither, nil, outboundBlocks, openSetting},
				p.outbound(),
				[]Capability{f.capability},
				"",
			})
		}
	}
	return all
}

// outbound is the extent of the users that the source lets collaborate. Where neither
// the entry nor the default has the setting, it lets all.
func (p party) outbound() level {
	own := p.m365Trust(M365Outbound)
	entry, exists, _ := p.entry()
	defaults, _ := p.own.Default.Get()
	applies := exists || p.sameCloud
	if !own.open && applies && M365Outbound.Of(entry) == nil && M365Outbound.Of(defaults) == nil {
		own.extent = admitsAll
	}
	return own
}

// layersOf are the trust and the capability of a feature in the target.
func (p party) layersOf(f featureOf) []layer {
	kind := kindsOf(f.feature)[0]
	trust := layer{
		requirement{LayersDiffer, TargetSide, nil, kind.Trust.String(), inEither, nil, trustMissing, openSetting},
		p.m365Trust(kind.Trust),
		[]Capability{f.capability},
		"",
	}
	grant, name := p.most(f.feature)
	grants := layer{
		requirement{LayersDiffer, TargetSide, nil, m365Setting(name), inEither, nil, grantMissing, grantIt},
		grant,
		[]Capability{f.capability},
		"",
	}
	if !kind.OnDefault {
		grants.place = inEntry
	}
	switch {
	case trust.missing() && grants.missing():
		grants.code, grants.problem, grants.remedy, grants.also = CapabilityMissing, bothMissing, grantBoth(trust.setting), trust.setting
		return []layer{grants}
	case trust.open:
		grants.code = CapabilityMissing
	case grants.open:
		trust.code = CapabilityMissing
	}
	return []layer{trust, grants}
}

func (l level) missing() bool { return !l.open && l.extent == admitsNone }

func grantBoth(trust string) string { return grantIt + " Also open " + trust + " of {partner}." }

// examineDefault is MT073 for a feature.
func (j *edgeJudgment) examineDefault(p party, feature M365Feature) {
	kinds := kindsOf(feature)
	if !kinds[0].OnDefault {
		return
	}
	held, known := p.own.DefaultM365.Get()
	defaults, trustKnown := p.own.Default.Get()
	switch {
	case !known:
		j.leaveOpen(p, defaultM365Setting(kinds[0].Name), p.own.DefaultM365.Why(), DefaultShowsAll)
		return
	case held.NotRolledOut:
		return
	}
	for _, kind := range kinds {
		c, named := held.Find(kind.Name)
		switch {
		case !named || coverage(c) == admitsNone:
		case !trustKnown:
			j.leaveOpen(p, defaultM365Setting(kind.Name), p.own.Default.Why(), DefaultShowsAll)
		case admission(kind.Trust.Of(defaults)) > admitsNone:
			setting := defaultM365Setting(kind.Name)
			r := requirement{setting: setting}
			j.find(j.finding(DefaultShowsAll, p, []string{setting}, j.fill(defaultOpen+kind.Shows+".", p, r), j.fill(closeDefault, p, r)))
		}
	}
}

const (
	outboundBlocks = "Tenant {own} does not let its users collaborate with {other} in Microsoft 365: {setting} blocks all users." +
		" Microsoft's pages contradict each other about whether this counts."
	trustMissing = "Tenant {own} does not admit {other}: {setting} blocks all, and without this trust the capability has no effect."
	grantMissing = "Tenant {own} does not allow {other} the capability: {setting} is allowed for no user, neither for {other} nor by the default."
	bothMissing  = "Tenant {own} does not grant {other} the capability: {setting} is not allowed, and the trust that it needs is blocked."
	isLimited    = "{setting} of tenant {own} for {other} is limited to some users, groups or applications."

	grantIt = "In tenant {own}, allow {setting} of {partner}, or one of the same feature that shows more."
	widenIt = "If all users are meant, open {setting} of {partner} in tenant {own} to all. Otherwise set MT075 to off."

	defaultOpen  = "Every organization for which tenant {own} has no cross-tenant access partner is shown, by {setting}: "
	closeDefault = "In tenant {own}, allow the capability for single partners such as {other}, then block {setting}."
)
