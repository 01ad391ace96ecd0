package topology_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/exchange"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	facts "github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// m365Features are the features of the oracle that each capability of an edge needs.
var m365Features = map[string][]crosstenant.Feature{
	"calendar_availability": {crosstenant.CalendarAvailability},
	"calendar_sharing":      {crosstenant.CalendarSharing},
	"mail_tips":             {crosstenant.MailTips},
	"profile_card":          {crosstenant.ProfileCard},
	"places":                {crosstenant.RoomBooking, crosstenant.DeskBooking},
	"mailbox_move":          {crosstenant.MailboxMove},
}

var m365Capabilities = []string{"calendar_availability", "calendar_sharing", "mail_tips", "profile_card", "places", "mailbox_move"}

// m365Names are the capabilities of the service, by capability of an edge.
var m365Names = map[string][]string{
	"calendar_availability": {"crossTenantCalendarAvailabilityBasic", "crossTenantCalendarAvailabilityLimitedDetails"},
	"calendar_sharing": {
		"crossTenantCalendarSharingFreeBusySimple", "crossTenantCalendarSharingFreeBusyDetail", "crossTenantCalendarSharingFreeBusyReviewer",
	},
	"mail_tips":    {"crossTenantMailTipsLimited", "crossTenantMailTipsAll"},
	"profile_card": {"crossTenantOpenProfileCard"},
	"places":       {"crossTenantPlacesRoomBooking", "crossTenantPlacesDeskBooking"},
	"mailbox_move": {"crossTenantMigration"},
}

// duringLegacy is a time at which legacy sharing still takes precedence.
func duringLegacy() time.Time { return time.Date(2026, time.December, 1, 9, 0, 0, 0, time.UTC) }

// startedM365 starts a world whose applications may read Exchange Online.
func startedM365(t *testing.T, e *acctest.Estate) check {
	t.Helper()
	for i := range e.Tenants {
		app := &e.Tenants[i].Applications[0]
		app.Permissions = append(slices.Clone(app.Permissions), "Exchange.ManageAsApp")
		app.DirectoryRoles = []string{"Global Reader"}
	}
	return check{t: t, world: acctest.StartWith(t, e, kernel.Options{Settings: asSupported, Now: duringLegacy}), estate: e}
}

// asSupported chooses the answers that the check gives to disputed facts: outbound
// settings count, and a relationship decides about what it shares only.
func asSupported(s *facts.Settings) {
	readableSecrets(s)
	s.OutboundCollaborationIsIgnored, s.RelationshipsCoverAllFeatures, s.CalendarSharingTakesGroupsOnly = false, false, false
}

// sight is what the oracle says about one feature: by the policy, and whether legacy
// sharing decides now.
type sight struct {
	policy bool
	legacy bool
}

// sights asks the oracle about a feature for every viewer of one tenant and every
// owner of another.
func sights(t *testing.T, w *kernel.World, viewers, owners *acctest.Tenant, feature crosstenant.Feature) []sight {
	t.Helper()
	var all []sight
	for _, viewer := range viewers.Users {
		for _, owner := range owners.Users {
			got, err := crosstenant.Sights(w, crosstenant.Visibility{
				ViewerTenant: viewers.Key, Viewer: fmt.Sprint(viewer["userPrincipalName"]),
				OwnerTenant: owners.Key, Owner: fmt.Sprint(owner["userPrincipalName"]), Feature: feature,
			}, exchange.Legacy{})
			if err != nil || len(got) != 1 {
				t.Fatalf("%s of %s: %v, %v", feature, owners.Key, got, err)
			}
			level := got[0].Sees
			if got[0].DecidedBy == crosstenant.ByLegacy {
				level = got[0].AfterLegacy
			}
			all = append(all, sight{level != crosstenant.Nothing, got[0].DecidedBy == crosstenant.ByLegacy})
		}
	}
	return all
}

// randomM365Estate has two tenants with any settings about each other, and a third
// one in the cloud of the second without any.
func randomM365Estate(number int) *acctest.Estate {
	d := newDice(m365Stream, number)
	clouds := []string{"public", "public", "public"}
	if d.in(5) {
		clouds[0] = pick(d, "usgovernment", "china")
	}
	e := &acctest.Estate{}
	for i, name := range []string{"contoso", "fabrikam", "stranger"} {
		e.Tenants = append(e.Tenants, d.m365Tenant(i, name, clouds[i]))
	}
	for own := range 2 {
		d.shareM365(&e.Tenants[own], &e.Tenants[1-own], own, 1-own)
	}
	return e
}

func (d dice) m365Tenant(i int, name, cloud string) acctest.Tenant {
	t := d.tenant(i, name, cloud)
	t.Users = t.Users[:2]
	for n := range t.Users {
		address := fmt.Sprintf("user%d@%s", n, t.InitialDomain)
		t.Users[n]["userPrincipalName"], t.Users[n]["mail"] = address, address
	}
	t.Groups = []acctest.Object{{"id": d.id(kindGroup, i), "displayName": "Travellers", "members": []any{d.id(kindPerson, 16*i)}}}
	return t
}

// shareM365 sets what a tenant shares with another: by its entry, its default and by
// Exchange Online.
func (d dice) shareM365(own, other *acctest.Tenant, ownAt, otherAt int) {
	defaults, entry := d.m365Holder(ownAt, otherAt, 0.2, true), d.m365Holder(ownAt, otherAt, d.lucky, false)
	if own.Cloud != "public" {
		// The schemas of the other clouds do not have the trusts.
		for _, block := range []string{"m365CollaborationInbound", "m365CollaborationOutbound", "appServiceConnectInbound"} {
			delete(defaults, block)
			delete(entry, block)
		}
	}
	access := acctest.Object{"default": defaults}
	if d.good() || d.in(2) {
		entry["tenantId"] = other.TenantID
		access["partners"] = []acctest.Object{entry}
	}
	if own.Cloud != other.Cloud && d.good() {
		access["allowedCloudEndpoints"] = []any{cloudNames[other.Cloud]}
	}
	own.CrossTenantAccess = access
	if d.in(10) {
		own.M365Capabilities = false
	}
	if d.in(3) {
		d.shareLegacy(own, other)
	}
}

// m365Holder is an entry or a default. Open is the chance of each setting to be open
// for all.
func (d dice) m365Holder(own, other int, open float64, isDefault bool) acctest.Object {
	holder := acctest.Object{}
	half := func(block, member string, some []any, all string, kind string) {
		everything := []any{acctest.Object{"target": all, "targetType": kind}}
		target := func(access string, targets []any) acctest.Object {
			return acctest.Object{member: acctest.Object{"accessType": access, "targets": targets}}
		}
		switch {
		case d.Float64() < open:
			holder[block] = target("allowed", everything)
		case d.in(2):
			holder[block] = pick(d, target("blocked", everything), target("allowed", some), target("blocked", some))
		}
	}
	half("m365CollaborationInbound", "users", d.people(other), "AllUsers", "user")
	half("m365CollaborationOutbound", "usersAndGroups", d.people(own), "AllUsers", "user")
	half("appServiceConnectInbound", "applications", []any{acctest.Object{"target": d.id(kindStranger, 1), "targetType": "application"}}, "AllApplications", "application")
	capabilities := []any{}
	for _, capability := range m365Capabilities {
		for _, name := range m365Names[capability] {
			if isDefault && capability == "mailbox_move" {
				continue
			}
			if d.Float64() < open || d.in(5) {
				capabilities = append(capabilities, granting(name, d.Float64() < open || d.in(2), d.m365Scope(own, open)))
			}
		}
	}
	holder["m365Capabilities"] = capabilities
	return holder
}

// granting is a capability as a seed has it.
func granting(name string, isAllowed bool, scopes acctest.Object) acctest.Object {
	return acctest.Object{"@odata.type": "#microsoft.graph." + name, "inboundAccess": acctest.Object{"isAllowed": isAllowed, "resourceScopes": scopes}}
}

func scopes(included, excluded []any) acctest.Object {
	return acctest.Object{"included": included, "excluded": excluded}
}

func scope(kind, id string) acctest.Object {
	return acctest.Object{"resourceId": id, "resourceType": kind}
}

var forAll = scopes([]any{scope("user", "All")}, []any{})

func (d dice) m365Scope(own int, open float64) acctest.Object {
	if d.Float64() < max(open, 0.5) {
		return forAll
	}
	first, second, group := scope("user", d.id(kindPerson, 16*own)), scope("user", strings.ToUpper(d.id(kindPerson, 16*own+1))), scope("group", d.id(kindGroup, own))
	return pick(d,
		scopes([]any{first}, []any{}), scopes([]any{group}, []any{}), scopes([]any{first, second}, []any{}),
		scopes([]any{scope("user", "All")}, []any{group}), scopes([]any{scope("user", "All")}, []any{second}),
		scopes([]any{first}, []any{first}), scopes([]any{group}, []any{scope("group", strings.ToUpper(d.id(kindGroup, own)))}),
		scopes([]any{}, []any{}), scopes([]any{scope("group", d.id(kindStranger, 3))}, []any{}), scopes([]any{scope("user", "All")}, []any{scope("user", "All")}),
	)
}

// shareLegacy adds objects of Exchange Online, for the other tenant or for none.
func (d dice) shareLegacy(own, other *acctest.Tenant) {
	domain := func() string {
		return pick(d, other.InitialDomain, strings.ToUpper(other.InitialDomain), "elsewhere.example")
	}
	flag := func() bool { return d.in(2) }
	if flag() {
		own.OrganizationRelationships = []acctest.Object{{
			"Name": "Old", "DomainNames": []string{"www.elsewhere.example", domain()}, "Enabled": !d.in(4),
			"FreeBusyAccessEnabled": flag(), "FreeBusyAccessLevel": pick(d, "None", "AvailabilityOnly", "LimitedDetails"),
			"MailTipsAccessEnabled": flag(), "MailTipsAccessLevel": pick(d, "None", "Limited", "All"),
		}}
	}
	if flag() {
		own.SharingPolicies = []acctest.Object{{
			"Name": "Policy", "Default": !d.in(4), "Enabled": !d.in(4),
			"Domains": []string{pick(d, "*", "*", "Anonymous", domain()) + ":" + pick(d, "CalendarSharingFreeBusySimple", "ContactsSharing, CalendarSharingFreeBusyReviewer", "ContactsSharing")},
		}}
	}
	if flag() {
		space := acctest.Object{"ForestName": domain(), "AccessMethod": pick(d, "OrgWideFBToken", "OrgWideFBToken", "OrgWideFB")}
		if d.in(3) {
			space["TargetTenantId"] = pick(d, other.TenantID, d.id(kindStranger, 2))
		}
		own.AddressSpaces = []acctest.Object{space}
	}
}
