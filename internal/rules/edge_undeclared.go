package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// DeclaredEdge is an edge as the configuration declares it.
type DeclaredEdge struct {
	Source, Target string
	Capabilities   []Capability
}

// PartnerEntry is an entry of a tenant for another tenant.
type PartnerEntry struct {
	// Tenant is the key of the tenant that has the entry.
	Tenant string
	// PartnerTenantID and Partner are the id and the key of the other tenant; the
	// key is empty if the configuration does not know the tenant.
	PartnerTenantID, Partner string
	Settings                 AccessSettings
	// M365 are the capabilities of Microsoft 365 in the entry, as far as they were
	// read.
	M365 []M365Capability
}

// OutboundSync is a started synchronization job of a tenant.
type OutboundSync struct {
	// Tenant is the key of the tenant that has the job.
	Tenant string
	// PartnerTenantID and Partner are the id and the key of the tenant that the job
	// writes to; the key is empty if the configuration does not know the tenant.
	PartnerTenantID, Partner string
	// Name is the name of the configuration.
	Name string
}

// Undeclared is a grant or a job of a tenant that no edge declares.
type Undeclared struct {
	Tenant, Partner string
	// Edge is the edge that the grant would belong to; it is empty for an entry
	// between tenants that no edge connects.
	Edge string
	// Setting is empty for an entry as a whole, and SettingSyncJob for a job.
	Setting string
	Summary string
}

// FindUndeclared compares the entries and the started jobs of tenants with the
// declared edges. Entries of service providers are not reported: they come with the
// contract and belong to no topology (graph-cross-tenant §8, orphans).
func FindUndeclared(edges []DeclaredEdge, entries []PartnerEntry, jobs []OutboundSync) []Undeclared {
	var found []Undeclared
	for _, e := range entries {
		if e.Settings.IsServiceProvider {
			continue
		}
		if !joined(edges, e.Tenant, e.Partner) {
			found = append(found, Undeclared{
				Tenant: e.Tenant, Partner: e.name(),
				Summary: fmt.Sprintf("Tenant %q has a cross-tenant access partner %q, and no edge between the two is declared.", e.Tenant, e.name()),
			})
			continue
		}
		found = append(found, e.undeclared(edges)...)
	}
	for _, j := range jobs {
		if !asked(edges, j.Tenant, j.Partner, bySync) {
			found = append(found, j.undeclared(edges))
		}
	}
	slices.SortStableFunc(found, func(a, b Undeclared) int {
		return cmp.Or(strings.Compare(a.Tenant, b.Tenant), strings.Compare(a.Partner, b.Partner))
	})
	return found
}

// joined reports whether an edge is declared between two tenants, in either
// direction.
func joined(edges []DeclaredEdge, one, other string) bool {
	return slices.ContainsFunc(edges, func(d DeclaredEdge) bool {
		return d.Source == one && d.Target == other || d.Source == other && d.Target == one
	})
}

func (j OutboundSync) undeclared(edges []DeclaredEdge) Undeclared {
	to := cmp.Or(j.Partner, j.PartnerTenantID)
	u := Undeclared{
		Tenant: j.Tenant, Partner: to, Setting: SettingSyncJob,
		Summary: fmt.Sprintf("Tenant %q has a started synchronization job for %q, in configuration %q, and no declared edge needs it.",
			j.Tenant, to, j.Name),
	}
	if joined(edges, j.Tenant, j.Partner) {
		u.Edge = EdgeKey(j.Tenant, j.Partner)
	}
	return u
}

func (e PartnerEntry) name() string { return cmp.Or(e.Partner, e.PartnerTenantID) }

// grant is a setting of an entry, and the capabilities that need it on an edge in
// its direction.
type grant struct {
	setting string
	inbound bool
	given   func(AccessSettings) bool
	askedBy []Capability
}

// grantsOfEntry are all grants of an entry. Shared channels need trust too, if the
// target requires a second factor.
var grantsOfEntry = []grant{
	opening(CollaborationInbound, true, accessCapabilities),
	opening(CollaborationOutbound, false, accessCapabilities),
	opening(DirectInbound, true, byConnect),
	opening(DirectOutbound, false, byConnect),
	trusting(claimMFA, DirectConnect),
	trusting(claimCompliantDevice),
	trusting(claimHybridDevice),
	{SettingConsentInbound, true, func(s AccessSettings) bool { return s.AutomaticUserConsent.InboundAllowed }, byConsent},
	{SettingConsentOutbound, false, func(s AccessSettings) bool { return s.AutomaticUserConsent.OutboundAllowed }, byConsent},
	{SettingUserSync, true, func(s AccessSettings) bool { return s.IdentitySync.AllowsUsers() }, bySync},
	{SettingGroupSync, true, func(s AccessSettings) bool { return s.IdentitySync.AllowsGroups() }, bySync},
	trustingM365(M365Inbound, true, seeing),
	trustingM365(M365Outbound, false, seeing),
	trustingM365(ServiceConnectInbound, true, []Capability{TakeMailboxes}),
}

func trustingM365(b *TargetsBlock, inbound bool, askedBy []Capability) grant {
	return grant{b.String(), inbound, func(s AccessSettings) bool { return admission(b.Of(s)) > admitsNone }, askedBy}
}

func opening(b *SettingBlock, inbound bool, askedBy []Capability) grant {
	return grant{b.String(), inbound, func(s AccessSettings) bool { return b.Of(s).opens() }, askedBy}
}

func trusting(c claim, also ...Capability) grant {
	return grant{c.setting, true, c.granted, append([]Capability{c.capability}, also...)}
}

// opens reports whether a block of an entry admits any user. An inherited block
// belongs to the default, not to the entry.
func (s *B2BSetting) opens() bool {
	return s != nil && s.UsersAndGroups != nil && s.Applications != nil && s.Admits(Subject{}) != Refused
}

// undeclared are the grants of an entry that no edge in their direction needs.
func (e PartnerEntry) undeclared(edges []DeclaredEdge) []Undeclared {
	var found []Undeclared
	for _, g := range grantsOfEntry {
		source, target := e.Tenant, e.Partner
		if g.inbound {
			source, target = e.Partner, e.Tenant
		}
		if !g.given(e.Settings) || asked(edges, source, target, g.askedBy) {
			continue
		}
		found = append(found, Undeclared{
			Tenant: e.Tenant, Partner: e.Partner, Edge: EdgeKey(source, target), Setting: g.setting,
			Summary: fmt.Sprintf("Tenant %q grants %s to %q, and no edge declared from %q to %q needs it.",
				e.Tenant, g.setting, e.Partner, source, target),
		})
	}
	return append(found, e.undeclaredM365(edges)...)
}

// undeclaredM365 are the capabilities of Microsoft 365 of an entry that no edge
// needs.
func (e PartnerEntry) undeclaredM365(edges []DeclaredEdge) []Undeclared {
	var found []Undeclared
	for _, c := range e.M365 {
		kind, known := M365KindOf(c.Name)
		if !known || coverage(c) == admitsNone || asked(edges, e.Partner, e.Tenant, capabilitiesOf(kind.Feature)) {
			continue
		}
		found = append(found, Undeclared{
			Tenant: e.Tenant, Partner: e.Partner, Edge: EdgeKey(e.Partner, e.Tenant), Setting: m365Setting(c.Name),
			Summary: fmt.Sprintf("Tenant %q shows %q %s, and no edge declared from %q to %q needs it.",
				e.Tenant, e.Partner, kind.Shows, e.Partner, e.Tenant),
		})
	}
	return found
}

// asked reports whether an edge in this direction declares one of the capabilities.
func asked(edges []DeclaredEdge, source, target string, by []Capability) bool {
	return slices.ContainsFunc(edges, func(d DeclaredEdge) bool {
		return d.Source == source && d.Target == target &&
			slices.ContainsFunc(d.Capabilities, func(c Capability) bool { return slices.Contains(by, c) })
	})
}
