package area_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/exchange"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// object is the seed of one legacy object, in the list of a tenant.
func object(list string, pairs ...any) map[string]any {
	o := map[string]any{}
	for i := 0; i < len(pairs); i += 2 {
		o[fmt.Sprint(pairs[i])] = pairs[i+1]
	}
	return map[string]any{list: []any{o}}
}

func relationship(domain string, pairs ...any) map[string]any {
	return object("organization_relationships", append([]any{"Name", "R", "DomainNames", []any{"other.example", domain}}, pairs...)...)
}

func freeBusy(level, scope string) []any {
	pairs := []any{"FreeBusyAccessEnabled", true, "FreeBusyAccessLevel", level}
	if scope != "" {
		pairs = append(pairs, "FreeBusyAccessScope", scope)
	}
	return pairs
}

func sharingPolicy(isDefault, enabled bool, domains ...any) map[string]any {
	return object("sharing_policies", "Name", "P", "Default", isDefault, "Enabled", enabled, "Domains", domains)
}

func space(forest string, pairs ...any) map[string]any {
	return object("availability_address_spaces", append([]any{"ForestName", forest}, pairs...)...)
}

// legacyCase is a legacy object with what Ana sees of Adele by it. Without it, the
// policy shows times of the availability and nothing else.
type legacyCase struct {
	name          string
	owner, viewer map[string]any
	sees, reason  string // an empty reason: the policy decides
}

func (c legacyCase) world(t *testing.T, change settings.Change) *kernel.World {
	t.Helper()
	return site{partner: trusted(capable(basic, true, everyone)), ownerHas: c.owner, viewerHas: c.viewer}.world(t, change)
}

func (c legacyCase) check(t *testing.T, w *kernel.World, f crosstenant.Feature) {
	t.Helper()
	got := sightOf(t, w, f, exchange.Legacy{})
	by, reason := crosstenant.ByPolicy, ""
	if c.reason != "" {
		by = crosstenant.ByLegacy
	}
	if i := slices.IndexFunc(got.Because, func(r crosstenant.Reason) bool { return r.Layer == "legacy" }); i >= 0 {
		reason = got.Because[i].Tenant + ": " + got.Because[i].Setting
	}
	if got.Sees != c.sees || got.DecidedBy != by || reason != c.reason {
		t.Errorf("%s: %s: sees %s by %s (%s), want %s by %s (%s)", c.name, f, got.Sees, got.DecidedBy, reason, c.sees, by, c.reason)
	}
}

const (
	ownersRelationship  = "contoso: organization relationship 'R'"
	viewersRelationship = "fabrikam: organization relationship 'R'"
	ownersPolicy        = "contoso: sharing policy 'P'"
	viewersSpace        = "fabrikam: availability address space "
)

var availabilityCases = []legacyCase{
	{"times", relationship("fabrikam.example", freeBusy("AvailabilityOnly", "")...), nil, "times", ownersRelationship},
	{"details", relationship("FABRIKAM.example", freeBusy("LimitedDetails", "")...), nil, "details", ownersRelationship},
	{"any domain of the tenant", relationship("fabrikam.onmicrosoft.com", freeBusy("LimitedDetails", "")...), nil, "details", ownersRelationship},
	{"another tenant", relationship("northwind.example", freeBusy("LimitedDetails", "")...), nil, "times", ""},
	{"disabled", relationship("fabrikam.example", append(freeBusy("LimitedDetails", ""), "Enabled", false)...), nil, "times", ""},
	{"no free/busy", relationship("fabrikam.example", "MailTipsAccessEnabled", true, "MailTipsAccessLevel", "All"), nil, "times", ""},
	{"without a level", relationship("fabrikam.example", freeBusy("None", "")...), nil, "nothing", ownersRelationship},
	{"scope by address", relationship("fabrikam.example", freeBusy("LimitedDetails", "inner@contoso.example")...), nil, "details", ownersRelationship},
	{"scope by id", relationship("fabrikam.example", freeBusy("LimitedDetails", innerID)...), nil, "details", ownersRelationship},
	{"scope without mail", relationship("fabrikam.example", freeBusy("LimitedDetails", outerID)...), nil, "nothing", ownersRelationship},
	{"scope of others", relationship("fabrikam.example", freeBusy("LimitedDetails", "Sales")...), nil, "nothing", ownersRelationship},
	{"the viewer's relationship", nil, relationship("contoso.example", freeBusy("None", "")...), "nothing", viewersRelationship},
	{"the viewer's relationship with another", nil, relationship("tailspin.example", freeBusy("None", "")...), "times", ""},
	{"a sharing policy", sharingPolicy(true, true, "*:CalendarSharingFreeBusyReviewer"), nil, "times", ""},
	{"the owner's space", space("fabrikam.example"), nil, "times", ""},
	{"the viewer's space", nil, space("contoso.example"), "nothing", viewersSpace + "'contoso.example'"},
	{"a space by tenant", nil, space("mail.example", "TargetTenantId", contosoID), "nothing", viewersSpace + "'mail.example'"},
	{"another access method", nil, space("contoso.example", "AccessMethod", "OrgWideFB"), "times", ""},
}

// Legacy objects decide while they are active, each for its own feature
// (m365-capabilities §1).
func TestLegacyAvailability(t *testing.T) {
	t.Parallel()
	for _, c := range availabilityCases {
		c.check(t, c.world(t, nil), crosstenant.CalendarAvailability)
	}
}

func TestLegacyMailTips(t *testing.T) {
	t.Parallel()
	for _, c := range []legacyCase{
		{"limited", relationship("fabrikam.example", "MailTipsAccessEnabled", true, "MailTipsAccessLevel", "Limited"), nil, "limited", ownersRelationship},
		{"all", relationship("fabrikam.example", "MailTipsAccessEnabled", true, "MailTipsAccessLevel", "All", "MailTipsAccessScope", "Inner"), nil, "all", ownersRelationship},
		{"scope of others", relationship("fabrikam.example", "MailTipsAccessEnabled", true, "MailTipsAccessLevel", "All", "MailTipsAccessScope", "Sales"), nil, "nothing", ownersRelationship},
		{"free/busy alone", relationship("fabrikam.example", freeBusy("LimitedDetails", "")...), nil, "nothing", ""},
		{"a space", nil, space("contoso.example"), "nothing", ""},
	} {
		c.check(t, c.world(t, nil), crosstenant.MailTips)
	}
}

func TestLegacyCalendarSharing(t *testing.T) {
	t.Parallel()
	const simple, detail = "CalendarSharingFreeBusySimple", "CalendarSharingFreeBusyDetail"
	for _, c := range []legacyCase{
		{"all domains", sharingPolicy(true, true, "*:"+simple), nil, "times", ownersPolicy},
		{"a domain", sharingPolicy(true, true, "Fabrikam.example: "+detail), nil, "details", ownersPolicy},
		{"the most of two", sharingPolicy(true, true, "*:CalendarSharingFreeBusyReviewer", "fabrikam.example:"+simple), nil, "all", ownersPolicy},
		{"several actions", sharingPolicy(true, true, "fabrikam.example:ContactsSharing, "+detail), nil, "details", ownersPolicy},
		{"another domain", sharingPolicy(true, true, "northwind.example:"+detail), nil, "nothing", ""},
		{"contacts alone", sharingPolicy(true, true, "*:ContactsSharing"), nil, "nothing", ""},
		{"publishing alone", sharingPolicy(true, true, "Anonymous:"+detail), nil, "nothing", ""},
		{"a policy that no mailbox has", sharingPolicy(false, true, "*:"+simple), nil, "nothing", ""},
		{"disabled", sharingPolicy(true, false, "*:"+simple), nil, "nothing", ""},
		{"the viewer's policy", nil, sharingPolicy(true, true, "*:"+simple), "nothing", ""},
		{"a relationship", relationship("fabrikam.example", freeBusy("LimitedDetails", "")...), nil, "nothing", ""},
	} {
		c.check(t, c.world(t, nil), crosstenant.CalendarSharing)
		c.reason = ""
		c.sees = "nothing"
		c.check(t, c.world(t, nil), crosstenant.ProfileCard)
	}
}

// With Exchange Web Services, what rests on them ends (m365-capabilities §1).
func TestLegacyEnds(t *testing.T) {
	t.Parallel()
	end := time.Date(2027, 4, 1, 0, 0, 0, 0, time.UTC).Sub(start)
	relationships := legacyCase{
		"relationships", relationship("fabrikam.example", freeBusy("LimitedDetails", "")...), relationship("contoso.example", freeBusy("None", "")...), "details", ownersRelationship,
	}
	policy := legacyCase{"policy", sharingPolicy(true, true, "*:CalendarSharingFreeBusySimple"), nil, "times", ownersPolicy}
	spaces := legacyCase{"space", nil, space("contoso.example"), "nothing", viewersSpace + "'contoso.example'"}
	for _, tt := range []struct {
		legacyCase
		feature crosstenant.Feature
		ends    bool // the spaces, too
		after   legacyCase
	}{
		{relationships, crosstenant.CalendarAvailability, false, legacyCase{name: "ended", sees: "times"}},
		{policy, crosstenant.CalendarSharing, false, legacyCase{name: "ended", sees: "nothing"}},
		{spaces, crosstenant.CalendarAvailability, false, spaces},
		{spaces, crosstenant.CalendarAvailability, true, legacyCase{name: "ended", sees: "times"}},
	} {
		w := tt.world(t, settings.With(func(s *settings.Settings) { s.AddressSpacesEndWithWebServices = tt.ends }))
		w.Advance(end - time.Second)
		tt.check(t, w, tt.feature)
		w.Advance(time.Second)
		tt.after.check(t, w, tt.feature)
	}
}

// A relationship that shares one feature hides the other, or leaves it to the policy.
func TestRelationshipsCoverAllFeatures(t *testing.T) {
	t.Parallel()
	c := legacyCase{
		"MailTips alone", relationship("fabrikam.example", "MailTipsAccessEnabled", true, "MailTipsAccessLevel", "All", "FreeBusyAccessLevel", "LimitedDetails"),
		nil, "nothing", ownersRelationship,
	}
	w := c.world(t, settings.With(func(s *settings.Settings) { s.RelationshipsCoverAllFeatures = true }))
	c.check(t, w, crosstenant.CalendarAvailability)
	c.sees, c.reason = "nothing", ""
	c.check(t, w, crosstenant.CalendarSharing)
}
