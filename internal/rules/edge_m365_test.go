package rules_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

var seeing = with("calendar_availability", "calendar_sharing", "mail_tips", "profile_card", "places")

// m365Gaps are the single settings that a capability of Microsoft 365 can lack, and
// those that limit or expose it.
var m365Gaps = []edgeGap{
	{"outbound M365", func(f *edgeFacts) { entryOf(&f.Source).M365CollaborationOutbound = users("blocked", everybody) }, "MT071", "source", "m365CollaborationOutbound", seeing, anywhere},
	{"outbound M365 of some", func(f *edgeFacts) { entryOf(&f.Source).M365CollaborationOutbound = users("allowed", sales) }, "MT075", "source", "m365CollaborationOutbound", seeing, anywhere},
	{"trust of M365", func(f *edgeFacts) { entryOf(&f.Target).M365CollaborationInbound = nil }, "MT071", "target", "m365CollaborationInbound", seeing, anywhere},
	{"trust of M365 for some", func(f *edgeFacts) { entryOf(&f.Target).M365CollaborationInbound = users("blocked", sales) }, "MT075", "target", "m365CollaborationInbound", seeing, anywhere},
	{"trust of services", func(f *edgeFacts) {
		entryOf(&f.Target).AppServiceConnectInbound = applications("blocked", rules.AllApplications)
	}, "MT071", "target", "appServiceConnectInbound", with("mailbox_move"), anywhere},
	{"trust of some services", func(f *edgeFacts) { entryOf(&f.Target).AppServiceConnectInbound = applications("allowed", appID) }, "MT075", "target", "appServiceConnectInbound", with("mailbox_move"), anywhere},
	without(rules.CalendarAvailability, "crossTenantCalendarAvailabilityBasic", "calendar_availability"),
	without(rules.CalendarSharing, "crossTenantCalendarSharingFreeBusySimple", "calendar_sharing"),
	without(rules.MailTips, "crossTenantMailTipsLimited", "mail_tips"),
	without(rules.ProfileCards, "crossTenantOpenProfileCard", "profile_card"),
	without(rules.RoomBooking, "crossTenantPlacesRoomBooking", "places"),
	without(rules.DeskBooking, "crossTenantPlacesDeskBooking", "places"),
	without(rules.MailboxMoves, "crossTenantMigration", "mailbox_move"),
	{"rooms of some", func(f *edgeFacts) {
		scoped(f, rules.RoomBooking, rules.M365Scope{AllUsers: true, ExcludedGroups: []string{"group"}})
	}, "MT075", "target", "m365Capabilities/crossTenantPlacesRoomBooking", with("places"), anywhere},
	{"cards of no user", func(f *edgeFacts) {
		scoped(f, rules.ProfileCards, rules.M365Scope{Groups: []string{"Group"}, ExcludedGroups: []string{"group"}})
	}, "MT071", "target", "m365Capabilities/crossTenantOpenProfileCard", with("profile_card"), anywhere},
	{"default for all", func(f *edgeFacts) {
		defaults, _ := f.Target.Default.Get()
		defaults.M365CollaborationInbound = users("allowed", everybody)
		f.Target.Default = rules.Known(defaults)
		f.Target.DefaultM365 = rules.Known(rules.M365Capabilities{All: []rules.M365Capability{
			{Name: rules.MailTipsAll, Allowed: true, Scope: rules.M365Scope{AllUsers: true}}, {Name: rules.OpenProfileCard},
		}})
	}, "MT073", "target", "default/m365Capabilities/crossTenantMailTipsAll", with("mail_tips"), anywhere},
	{"relationship of target", func(f *edgeFacts) {
		f.Target.Legacy = rules.Known(rules.LegacySharing{Relationships: []rules.OrganizationRelationship{
			{Name: "Old", Domains: []string{"CONTOSO.example"}, FreeBusy: &rules.Share{Level: rules.ShowsTimes}},
		}})
	}, "MT072", "target", `organization relationship "Old"`, with("calendar_availability"), anywhere},
	{"relationship of source", func(f *edgeFacts) {
		f.Source.Legacy = rules.Known(rules.LegacySharing{Relationships: []rules.OrganizationRelationship{
			{Name: "Tips", Domains: []string{"fabrikam.example"}, MailTips: &rules.Share{Level: rules.ShowsNothing}},
		}})
	}, "MT072", "source", `organization relationship "Tips"`, with("mail_tips"), anywhere},
	{"space of source", func(f *edgeFacts) {
		legacy, _ := f.Source.Legacy.Get()
		legacy.Spaces = []rules.AddressSpace{{Name: "space", Domain: "mail.example", TenantID: "BBBB"}}
		f.Source.Legacy = rules.Known(legacy)
	}, "MT072", "source", `availability address space "space"`, with("calendar_availability"), anywhere},
	{"policy of target", func(f *edgeFacts) {
		legacy, _ := f.Target.Legacy.Get()
		legacy.Policies = []rules.SharingPolicy{{Name: "Default", Default: true, Entries: []rules.SharingEntry{{Domain: "*", Calendar: rules.ShowsTimes}}}}
		f.Target.Legacy = rules.Known(legacy)
	}, "MT072", "target", `sharing policy "Default"`, with("calendar_sharing"), anywhere},
}

// without is the gap of a feature that the target does not allow.
func without(feature rules.M365Feature, setting string, capability rules.Capability) edgeGap {
	return edgeGap{string(feature), func(f *edgeFacts) { scoped(f, feature, rules.M365Scope{}) }, "MT071", "target", "m365Capabilities/" + setting, with(capability), anywhere}
}

// scoped limits a feature in the target's entry. An empty scope shows no user.
func scoped(f *edgeFacts, feature rules.M365Feature, scope rules.M365Scope) {
	held, _ := f.Target.M365.Get()
	held.All = slices.Clone(held.All)
	for i, c := range held.All {
		if kind, _ := rules.M365KindOf(c.Name); kind.Feature == feature {
			held.All[i].Scope = scope
		}
	}
	f.Target.M365 = rules.Known(held)
}

// openM365 opens a trust to all.
func openM365(entry *rules.AccessSettings, setting string) {
	switch setting {
	case rules.SettingM365Inbound:
		entry.M365CollaborationInbound = users("allowed", everybody)
	case rules.SettingM365Outbound:
		entry.M365CollaborationOutbound = users("allowed", everybody)
	case rules.SettingServiceConnectInbound:
		entry.AppServiceConnectInbound = applications("allowed", rules.AllApplications)
	}
}

// grantM365 allows a capability of the entry for all users.
func grantM365(side *rules.EdgeSide, setting string) bool {
	name, ok := strings.CutPrefix(setting, "m365Capabilities/")
	held, _ := side.M365.Get()
	all := slices.DeleteFunc(slices.Clone(held.All), func(c rules.M365Capability) bool { return c.Name == name })
	held.All = append(all, rules.M365Capability{Name: name, Allowed: true, Scope: rules.M365Scope{AllUsers: true}})
	side.M365 = rules.Known(held)
	return ok
}

// createEntry creates an empty entry where there is none.
func createEntry(side *rules.EdgeSide) {
	if entryOf(side) == nil {
		side.Partner, side.M365 = rules.Known(&rules.AccessSettings{}), rules.Known(rules.M365Capabilities{})
	}
}

// remedyM365 makes the changes of MT071 to MT075.
func remedyM365(t *testing.T, f *edgeFacts, side *rules.EdgeSide, finding rules.EdgeFinding) {
	t.Helper()
	switch finding.Code {
	case rules.LegacyDecides:
		legacy, _ := side.Legacy.Get()
		named := func(kind, name string) bool {
			return slices.Contains(finding.Settings, fmt.Sprintf("%s %q", kind, name))
		}
		legacy.Relationships = slices.DeleteFunc(slices.Clone(legacy.Relationships), func(r rules.OrganizationRelationship) bool {
			return named("organization relationship", r.Name)
		})
		legacy.Policies = slices.DeleteFunc(slices.Clone(legacy.Policies), func(p rules.SharingPolicy) bool { return named("sharing policy", p.Name) })
		legacy.Spaces = slices.DeleteFunc(slices.Clone(legacy.Spaces), func(s rules.AddressSpace) bool { return named("availability address space", s.Name) })
		side.Legacy = rules.Known(legacy)
	case rules.DefaultShowsAll:
		setting := strings.TrimPrefix(finding.Settings[0], "default/")
		createEntry(side)
		grantM365(side, setting)
		side.DefaultM365 = rules.Known(rules.M365Capabilities{All: []rules.M365Capability{{Name: strings.TrimPrefix(setting, "m365Capabilities/")}}})
	default:
		// The remedy is about the partner: the default would show it to all.
		createEntry(side)
		for _, setting := range finding.Settings {
			set(t, f, side, setting)
		}
	}
}

// Without both layers, the capability is missing, and the finding names both.
func TestCapabilityMissing(t *testing.T) {
	t.Parallel()
	f := completeEdge("public", "public")
	f.Capabilities = with("mail_tips")
	entryOf(&f.Target).M365CollaborationInbound = nil
	f.Target.M365 = rules.Known(rules.M365Capabilities{})
	findings := edgeFindings(f)
	if len(findings) != 1 {
		t.Fatalf("%+v", findings)
	}
	checkEdgeFinding(t, "neither", findings[0], "MT074", "target", "m365Capabilities/crossTenantMailTipsLimited", "m365CollaborationInbound")
	f.Capabilities = rules.M365EdgeCapabilities()
	f.Target.Partner = rules.Known[*rules.AccessSettings](nil)
	findings = edgeFindings(f)
	if len(findings) != 1 {
		t.Fatalf("without an entry: %+v", findings)
	}
	if got := findings[0]; got.Code != rules.PartnerMissing || len(got.Settings) != 9 {
		t.Errorf("mailbox moves need an entry: %+v", got)
	}
}

// The default counts within a cloud where there is no entry, and beside an entry
// that does not name the capability it is not documented. One that the entry blocks
// stays blocked.
func TestDefaultCapability(t *testing.T) {
	t.Parallel()
	defaults := serviceDefault()
	defaults.M365CollaborationInbound = users("allowed", everybody)
	granted := rules.Known(rules.M365Capabilities{All: []rules.M365Capability{{Name: rules.MailTipsAll, Allowed: true, Scope: rules.M365Scope{AllUsers: true}}}})
	for name, c := range map[string]struct {
		clouds [2]string
		entry  bool
		held   []rules.M365Capability
		codes  []rules.Code
		open   []string
	}{
		"no entry":                {[2]string{"public", "public"}, false, nil, []rules.Code{"MT073"}, nil},
		"no entry, across clouds": {[2]string{"public", "china"}, false, nil, []rules.Code{"MT061", "MT073"}, nil},
		"an entry without it":     {[2]string{"public", "public"}, true, nil, []rules.Code{"MT073"}, []string{"target m365Capabilities/crossTenantMailTipsAll"}},
		"an entry that blocks it": {[2]string{"public", "public"}, true, []rules.M365Capability{{Name: rules.MailTipsAll}}, []rules.Code{"MT073", "MT071"}, nil},
		"an entry with less":      {[2]string{"public", "public"}, true, []rules.M365Capability{{Name: rules.MailTipsLimited, Allowed: true, Scope: rules.M365Scope{AllUsers: true}}}, []rules.Code{"MT073"}, nil},
	} {
		f := completeEdge(c.clouds[0], c.clouds[1])
		f.Capabilities = with("mail_tips")
		f.Target.Default, f.Target.DefaultM365, f.Target.M365 = rules.Known(defaults), granted, rules.Known(rules.M365Capabilities{All: c.held})
		if !c.entry {
			f.Target.Partner = rules.Known[*rules.AccessSettings](nil)
		}
		var codes []rules.Code
		for _, found := range edgeFindings(f) {
			codes = append(codes, found.Code)
		}
		slices.Sort(codes)
		slices.Sort(c.codes)
		if open := unchecked(f); !slices.Equal(codes, c.codes) || !slices.Equal(open, c.open) {
			t.Errorf("%s: %v, open %q", name, codes, open)
		}
	}
}

// What is not read, or not documented, is neither a finding nor a promise.
func TestUnknownM365(t *testing.T) {
	t.Parallel()
	relationship := func(f *edgeFacts) {
		f.Target.Legacy = rules.Known(rules.LegacySharing{Relationships: []rules.OrganizationRelationship{{Name: "Moves", Domains: []string{"contoso.example"}, MailboxMoves: true}}})
	}
	for name, c := range map[string]struct {
		capabilities []rules.Capability
		change       func(*edgeFacts)
		want         []string
	}{
		"not rolled out": {seeing[:1], func(f *edgeFacts) {
			f.Target.M365, f.Target.DefaultM365 = rules.Known(rules.M365Capabilities{NotRolledOut: true}), rules.Known(rules.M365Capabilities{NotRolledOut: true})
		}, []string{"target m365Capabilities/crossTenantCalendarAvailabilityBasic"}},
		"capabilities that are not read": {with("places"), func(f *edgeFacts) {
			f.Target.M365 = rules.Fact[rules.M365Capabilities]{}
		}, []string{"target m365Capabilities/crossTenantPlacesRoomBooking", "target m365Capabilities/crossTenantPlacesDeskBooking"}},
		"trust that is not read": {with("mailbox_move", "mail_tips"), func(f *edgeFacts) {
			entryOf(&f.Target).AppServiceConnectInbound, entryOf(&f.Target).M365CollaborationInbound = nil, nil
			f.Target.Default = rules.Fact[rules.AccessSettings]{}
		}, []string{"target m365CollaborationInbound", "target appServiceConnectInbound"}},
		"Exchange of the target": {with("calendar_sharing", "profile_card"), func(f *edgeFacts) {
			f.Source.Legacy, f.Target.Legacy = rules.Fact[rules.LegacySharing]{}, rules.Fact[rules.LegacySharing]{}
		}, []string{"target " + rules.SettingLegacySharing}},
		"Exchange of both": {with("mail_tips"), func(f *edgeFacts) {
			f.Source.Legacy, f.Target.Legacy = rules.Fact[rules.LegacySharing]{}, rules.Fact[rules.LegacySharing]{}
		}, []string{"source " + rules.SettingLegacySharing, "target " + rules.SettingLegacySharing}},
		"a relationship that shares something else": {seeing, relationship, []string{`target organization relationship "Moves"`}},
		"domains of the other tenant": {with("mail_tips"), func(f *edgeFacts) {
			relationship(f)
			f.Source.Tenant.Domains = rules.Fact[[]string]{}
		}, []string{"target " + rules.SettingLegacySharing}},
		"a policy of some mailboxes": {with("calendar_sharing"), func(f *edgeFacts) {
			f.Target.Legacy = rules.Known(rules.LegacySharing{Policies: []rules.SharingPolicy{{Name: "Some", Entries: []rules.SharingEntry{{Domain: "*", Calendar: rules.ShowsAll}}}}})
		}, []string{`target sharing policy "Some"`}},
		"a policy about contacts": {with("calendar_sharing"), func(f *edgeFacts) {
			f.Target.Legacy = rules.Known(rules.LegacySharing{Policies: []rules.SharingPolicy{{Default: true, Entries: []rules.SharingEntry{{Domain: "*", Contacts: true}}}}})
		}, nil},
		"mailboxes are taken, and Exchange is not read": {with("mailbox_move"), func(f *edgeFacts) {
			f.Source = rules.EdgeSide{Tenant: f.Source.Tenant}
			f.Target.Legacy = rules.Fact[rules.LegacySharing]{}
		}, nil},
	} {
		f := completeEdge("public", "public")
		f.Capabilities = c.capabilities
		c.change(&f)
		if findings, got := edgeFindings(f), unchecked(f); len(findings) > 0 || !slices.Equal(got, c.want) {
			t.Errorf("%s: open %q, findings %+v", name, got, findings)
		}
	}
}

// One finding names all capabilities that a setting blocks.
func TestOneSettingOneFinding(t *testing.T) {
	t.Parallel()
	f := completeEdge("public", "public")
	f.Capabilities = rules.M365EdgeCapabilities()
	entryOf(&f.Target).M365CollaborationInbound = users("blocked", everybody)
	findings := edgeFindings(f)
	if len(findings) != 1 || !strings.HasPrefix(findings[0].Summary, "calendar_availability, calendar_sharing, mail_tips, places, profile_card: ") {
		t.Errorf("%+v", findings)
	}
}

// Capabilities that no edge declares are undeclared grants.
func TestUndeclaredM365(t *testing.T) {
	t.Parallel()
	held, _ := everyCapability().Get()
	entry := rules.PartnerEntry{Tenant: "fabrikam", PartnerTenantID: "aaaa", Partner: "contoso", M365: append(held.All,
		rules.M365Capability{Name: "crossTenantFuture", Allowed: true, Scope: rules.M365Scope{AllUsers: true}})}
	edges := []rules.DeclaredEdge{{Source: "contoso", Target: "fabrikam", Capabilities: with("calendar_availability", "places", "mailbox_move", "profile_card", "calendar_sharing")}}
	var got []string
	for _, u := range rules.FindUndeclared(edges, []rules.PartnerEntry{entry}, nil) {
		got = append(got, u.Edge+" "+u.Setting)
	}
	if want := []string{"contoso->fabrikam m365Capabilities/crossTenantMailTipsLimited", "contoso->fabrikam m365Capabilities/crossTenantMailTipsAll"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}
