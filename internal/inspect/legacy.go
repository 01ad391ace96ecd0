package inspect

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/exchange"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

// betweenTenants is the access method of availability address spaces that counts
// between tenants (m365-capabilities §1).
const betweenTenants = "OrgWideFBToken"

// ReadLegacySharing reads the active legacy sharing of a tenant from Exchange Online,
// each list ordered by name.
func ReadLegacySharing(ctx context.Context, t *tenant.Tenant) (rules.LegacySharing, error) {
	relationships, err := t.Exchange.OrganizationRelationships(ctx)
	if err != nil {
		return rules.LegacySharing{}, err
	}
	policies, err := t.Exchange.SharingPolicies(ctx)
	if err != nil {
		return rules.LegacySharing{}, err
	}
	spaces, err := t.Exchange.AvailabilityAddressSpaces(ctx)
	if err != nil {
		return rules.LegacySharing{}, err
	}
	return legacySharing(relationships, policies, spaces), nil
}

// legacySharing selects the active objects.
func legacySharing(
	relationships []exchange.OrganizationRelationship, policies []exchange.SharingPolicy, spaces []exchange.AvailabilityAddressSpace,
) rules.LegacySharing {
	var l rules.LegacySharing
	for _, r := range relationships {
		if r.Enabled {
			l.Relationships = append(l.Relationships, relationship(r))
		}
	}
	for _, p := range policies {
		if entries := sharingEntries(p.Domains); p.Enabled && len(entries) > 0 {
			l.Policies = append(l.Policies, rules.SharingPolicy{GUID: p.GUID, Name: p.Name, Default: p.Default, Entries: entries})
		}
	}
	for _, s := range spaces {
		if strings.EqualFold(s.AccessMethod, betweenTenants) {
			l.Spaces = append(l.Spaces, rules.AddressSpace{GUID: s.GUID, Name: s.Name, Domain: s.Forest, TenantID: s.TargetTenantID})
		}
	}
	slices.SortStableFunc(l.Relationships, func(a, b rules.OrganizationRelationship) int { return cmp.Compare(a.Name, b.Name) })
	slices.SortStableFunc(l.Policies, func(a, b rules.SharingPolicy) int { return cmp.Compare(a.Name, b.Name) })
	slices.SortStableFunc(l.Spaces, func(a, b rules.AddressSpace) int { return cmp.Compare(a.Name, b.Name) })
	return l
}

func relationship(r exchange.OrganizationRelationship) rules.OrganizationRelationship {
	// Exchange lists the domains in no order (exchange §9.6).
	domains := slices.Clone(r.Domains)
	slices.Sort(domains)
	return rules.OrganizationRelationship{
		GUID: r.GUID, Name: r.Name, Domains: domains, Photos: r.PhotosEnabled, MailboxMoves: r.MailboxMoveEnabled,
		FreeBusy: shareOf(r.FreeBusyEnabled, freeBusyLevels[r.FreeBusyLevel], r.FreeBusyScope),
		MailTips: shareOf(r.MailTipsEnabled, mailTipLevels[r.MailTipsLevel], r.MailTipsScope),
	}
}

// The levels of organization relationships (exchange §9.6).
var (
	freeBusyLevels = map[string]string{"AvailabilityOnly": rules.ShowsTimes, "LimitedDetails": rules.ShowsDetails}
	mailTipLevels  = map[string]string{"Limited": rules.ShowsLimited, "All": rules.ShowsAll}
)

// shareOf is nil for a feature that is off. A feature without a level shows nothing.
func shareOf(enabled bool, level, scope string) *rules.Share {
	if !enabled {
		return nil
	}
	return &rules.Share{Level: cmp.Or(level, rules.ShowsNothing), Scope: scope}
}

// sharingEntries reads the entries of a sharing policy that share something.
func sharingEntries(texts []string) []rules.SharingEntry {
	var entries []rules.SharingEntry
	for _, text := range texts {
		if e := rules.ParseSharingEntry(text); e.Calendar != "" || e.Contacts {
			entries = append(entries, e)
		}
	}
	slices.SortStableFunc(entries, func(a, b rules.SharingEntry) int { return cmp.Compare(a.Domain, b.Domain) })
	return entries
}
