package world

import (
	"slices"
	"strings"
	"time"
)

// Group is a group with its members and owners. Groups own proxy addresses,
// sponsor guests, are named by cross-tenant access settings, and make their
// members administrators when a role can be assigned to them.
type Group struct {
	ID                            string    `json:"id"`
	DisplayName                   string    `json:"displayName,omitempty"`
	Description                   string    `json:"description,omitempty"`
	Created                       time.Time `json:"createdDateTime,omitzero"`
	Mail                          string    `json:"mail,omitempty"`
	MailNickname                  string    `json:"mailNickname,omitempty"`
	MailEnabled                   bool      `json:"mailEnabled"`
	SecurityEnabled               bool      `json:"securityEnabled"`
	GroupTypes                    []string  `json:"groupTypes,omitempty"`
	MembershipRule                string    `json:"membershipRule,omitempty"`
	MembershipRuleProcessingState string    `json:"membershipRuleProcessingState,omitempty"`
	ProxyAddresses                []string  `json:"proxyAddresses,omitempty"`
	Visibility                    string    `json:"visibility,omitempty"`
	IsAssignableToRole            bool      `json:"isAssignableToRole,omitempty"`
	Members                       []string  `json:"members,omitempty"`
	Owners                        []string  `json:"owners,omitempty"`
}

// hiddenMembership is the visibility of a group whose members only applications
// with a permission of its own may list (graph-identity §7.3).
const hiddenMembership = "HiddenMembership"

// HidesMembers says whether listing the members needs Member.Read.Hidden.
func (g *Group) HidesMembers() bool { return g.Visibility == hiddenMembership }

func (g *Group) keys() []string {
	keys := []string{MailKey(g.Mail)}
	for _, p := range g.ProxyAddresses {
		keys = append(keys, ProxyKey(p))
	}
	return keys
}

// groupProperties are those of a group in an answer without $select; what only
// on-premises groups and Exchange fill is null (graph-identity §7.2).
var groupProperties = append([]Property[Group]{
	{Name: "id", Get: func(g *Group) any { return g.ID }},
	{Name: "createdDateTime", Get: func(g *Group) any { return Instant(g.Created) }},
	{Name: "description", Get: func(g *Group) any { return textOrNull(g.Description) }},
	{Name: "displayName", Get: func(g *Group) any { return textOrNull(g.DisplayName) }},
	{Name: "groupTypes", Get: func(g *Group) any { return list(g.GroupTypes) }},
	{Name: "isAssignableToRole", Get: assignable},
	{Name: "mail", Get: func(g *Group) any { return textOrNull(g.Mail) }},
	{Name: "mailEnabled", Get: func(g *Group) any { return g.MailEnabled }},
	{Name: "mailNickname", Get: func(g *Group) any { return textOrNull(g.MailNickname) }},
	{Name: "membershipRule", Get: func(g *Group) any { return textOrNull(g.MembershipRule) }},
	{Name: "membershipRuleProcessingState", Get: func(g *Group) any { return textOrNull(g.MembershipRuleProcessingState) }},
	{Name: "proxyAddresses", Get: func(g *Group) any { return list(g.ProxyAddresses) }},
	{Name: "renewedDateTime", Get: func(g *Group) any { return Instant(g.Created) }},
	{Name: "resourceBehaviorOptions", Get: func(*Group) any { return []string{} }},
	{Name: "resourceProvisioningOptions", Get: func(*Group) any { return []string{} }},
	{Name: "onPremisesProvisioningErrors", Get: func(*Group) any { return []any{} }},
	{Name: "securityEnabled", Get: func(g *Group) any { return g.SecurityEnabled }},
	{Name: "visibility", Get: func(g *Group) any { return textOrNull(g.Visibility) }},
}, nulls(
	"classification", "deletedDateTime", "expirationDateTime", "onPremisesDomainName", "onPremisesLastSyncDateTime",
	"onPremisesNetBiosName", "onPremisesSamAccountName", "onPremisesSecurityIdentifier", "onPremisesSyncEnabled",
	"preferredDataLocation", "preferredLanguage", "theme",
)...)

func nulls(names ...string) []Property[Group] {
	properties := make([]Property[Group], 0, len(names))
	for _, name := range names {
		properties = append(properties, Property[Group]{Name: name, Get: func(*Group) any { return nil }})
	}
	return properties
}

// assignable is null for groups that were not created for roles.
func assignable(g *Group) any {
	if !g.IsAssignableToRole {
		return nil
	}
	return true
}

// GroupProperties lists the properties of a group in a fixed order.
func GroupProperties() []Property[Group] { return groupProperties }

// unmodelledGroupProperties are in Graph's schema; the emulator leaves them out.
var unmodelledGroupProperties = []string{
	"allowExternalSenders", "assignedLabels", "assignedLicenses", "autoSubscribeNewMembers", "hasMembersWithLicenseErrors",
	"hideFromAddressLists", "hideFromOutlookClients", "infoCatalogs", "isArchived", "isManagementRestricted",
	"isSubscribedByMail", "licenseProcessingState", "securityIdentifier", "serviceProvisioningErrors", "uniqueName", "unseenCount",
}

// KnownGroupProperty says whether Graph's schema has a property that the
// emulator leaves out.
func KnownGroupProperty(name string) bool { return slices.Contains(unmodelledGroupProperties, name) }

// Group finds a group by id.
func (w *World) Group(tenantID, id string) (*Group, error) {
	var found *Group
	err := w.read(tenantID, func(d *directory, at moment) (err error) {
		found, err = d.group(id, at)
		return err
	})
	return found, err
}

func (d *directory) group(id string, at moment) (*Group, error) {
	if g := d.groups.seen(strings.ToLower(id), at); g != nil {
		return g, nil
	}
	return nil, errNotFound(id)
}

// Groups serves one page of the groups.
func (w *World) Groups(tenantID string, l Listing[Group]) (Page[Group], error) {
	var page Page[Group]
	err := w.read(tenantID, func(d *directory, at moment) (err error) {
		page, err = d.groups.page(l, at, func(*Group) bool { return true })
		return err
	})
	return page, err
}
