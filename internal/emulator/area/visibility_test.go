package area_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

func TestVisibility(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		site  site
		sees  string
		layer string // of the first reason that does not hold
	}{
		{"a new tenant", site{}, "nothing", "trust"},
		{"a partner with everything", site{partner: trusted(capable(basic, true, everyone))}, "times", ""},
		{"the more detailed of two", site{partner: trusted(capable(basic, true, everyone), capable(detailed, true, everyone))}, "details", ""},
		{"details without times", site{partner: trusted(capable(detailed, true, everyone))}, "details", "capability"},
		{"a capability that blocks", site{partner: trusted(capable(basic, false, everyone))}, "nothing", "capability"},
		{"no trust", site{partner: map[string]any{"m365Capabilities": []any{capable(basic, true, everyone)}}}, "nothing", "trust"},
		{"trust in another user", site{partner: map[string]any{
			"m365CollaborationInbound": users(allowed, adminID), "m365Capabilities": []any{capable(basic, true, everyone)},
		}}, "nothing", "trust"},
		{"trust in the viewer", site{partner: map[string]any{
			"m365CollaborationInbound": users(allowed, anaID), "m365Capabilities": []any{capable(basic, true, everyone)},
		}}, "times", ""},
		{"the default alone", site{defaults: trusted(capable(basic, true, everyone))}, "times", ""},
		{"the default under an empty partner", site{defaults: trusted(capable(basic, true, everyone)), partner: map[string]any{}}, "times", ""},
		{"a partner that blocks over the default", site{
			defaults: trusted(capable(basic, true, everyone)), partner: trusted(capable(basic, false, everyone)),
		}, "nothing", "capability"},
		{"a partner that allows over the default", site{
			defaults: trusted(capable(basic, false, everyone)), partner: trusted(capable(basic, true, everyone)),
		}, "times", ""},
		{"the trust of a partner and a capability of the default", site{
			defaults: map[string]any{"m365Capabilities": []any{capable(basic, true, everyone)}}, partner: trusted(),
		}, "times", ""},
		{"the owner", site{partner: trusted(capable(basic, true, scopes{{"user " + adminID}}))}, "times", ""},
		{"another owner", site{partner: trusted(capable(basic, true, scopes{{"user " + anaID}}))}, "nothing", "capability"},
		{"the owner's group", site{partner: trusted(capable(basic, true, scopes{{"group " + innerID}}))}, "times", ""},
		{"a group of the owner's group", site{partner: trusted(capable(basic, true, scopes{{"group " + outerID}}))}, "times", ""},
		{"a user as a group", site{partner: trusted(capable(basic, true, scopes{{"group " + adminID}}))}, "nothing", "capability"},
		{"an excluded owner", site{partner: trusted(capable(basic, true, scopes{{"All"}, {"group " + innerID}}))}, "nothing", "capability"},
		{"no scope", site{partner: trusted(capable(basic, true, scopes{}))}, "nothing", "capability"},
		{"not rolled out", site{offered: false, partner: trusted(capable(basic, true, everyone))}, "nothing", "rollout"},
		{"outbound of the viewer", site{
			partner: trusted(capable(basic, true, everyone)), viewerOut: map[string]any{"usersAndGroups": target(blocked, allUsers, targetUser)},
		}, "nothing", "outbound"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := sightOf(t, tt.site.world(t, nil), crosstenant.CalendarAvailability, nil)
			layer := ""
			for _, r := range got.Because {
				if layer == "" && !r.Holds && r.Setting != "default/m365Capabilities/"+detailed {
					layer = r.Layer
				}
			}
			if got.Sees != tt.sees || layer != tt.layer || got.DecidedBy != crosstenant.ByPolicy {
				t.Errorf("sees %s, first failing layer %q: %+v", got.Sees, layer, got)
			}
		})
	}
}

func TestSettingsOfVisibility(t *testing.T) {
	t.Parallel()
	overDefault := site{defaults: trusted(capable(basic, true, everyone)), partner: map[string]any{}}
	nested := site{partner: trusted(capable(basic, true, scopes{{"group " + outerID}}))}
	outbound := site{partner: trusted(capable(basic, true, everyone)), viewerOut: map[string]any{"usersAndGroups": target(blocked, allUsers, targetUser)}}
	for name, tt := range map[string]struct {
		site   site
		change func(*settings.Settings)
		sees   string
	}{
		"partners ignore the default": {overDefault, func(s *settings.Settings) { s.PartnersIgnoreDefaultCapabilities = true }, "nothing"},
		"nested groups":               {nested, func(s *settings.Settings) { s.NestedGroupsAreOutOfScope = true }, "nothing"},
		"outbound":                    {outbound, func(s *settings.Settings) { s.OutboundCollaborationIsIgnored = true }, "times"},
	} {
		if got := sightOf(t, tt.site.world(t, settings.With(tt.change)), crosstenant.CalendarAvailability, nil); got.Sees != tt.sees {
			t.Errorf("%s: sees %+v", name, got)
		}
	}
}

// Each feature has its own trust and capabilities.
func TestFeatures(t *testing.T) {
	t.Parallel()
	w := site{partner: map[string]any{
		"m365CollaborationInbound": users(blocked, allUsers),
		"appServiceConnectInbound": map[string]any{"applications": target(allowed, allApplications, targetApplication)},
		"m365Capabilities":         []any{capable("crossTenantMigration", true, everyone), capable("crossTenantOpenProfileCard", true, everyone)},
	}}.world(t, nil)
	want := map[crosstenant.Feature]string{
		crosstenant.CalendarAvailability: "nothing", crosstenant.CalendarSharing: "nothing", crosstenant.MailTips: "nothing",
		crosstenant.ProfileCard: "nothing", crosstenant.RoomBooking: "nothing", crosstenant.DeskBooking: "nothing", crosstenant.MailboxMove: "all",
	}
	check := func() {
		t.Helper()
		sights, err := crosstenant.Sights(w, looking(""), nil)
		if err != nil || len(sights) != len(want) {
			t.Fatalf("sights %v, %v", sights, err)
		}
		for _, s := range sights {
			if s.Sees != want[s.Feature] {
				t.Errorf("%s: sees %+v", s.Feature, s)
			}
		}
	}
	check()
	if err := updatePartner(w, contosoID, fabrikamID, map[string]any{"m365CollaborationInbound": users(allowed, allUsers)}); err != nil {
		t.Fatal(err)
	}
	want[crosstenant.ProfileCard] = "all"
	check()
}

// leftovers are legacy objects of both tenants.
type leftovers struct {
	shares map[string]string
	routes []string
}

func (l leftovers) Shares(owner, viewer *kernel.Directory, feature, ownerID string, _ kernel.Moment) map[string]string {
	if owner.ID != contosoID || viewer.ID != fabrikamID || ownerID != adminID || feature != "calendar_availability" {
		return nil
	}
	return l.shares
}

func (l leftovers) Routes(viewer, owner *kernel.Directory, feature, viewerID string, _ kernel.Moment) []string {
	if owner.ID != contosoID || viewer.ID != fabrikamID || viewerID != anaID || feature != "calendar_availability" {
		return nil
	}
	return l.routes
}

// Legacy objects take precedence, in either tenant, for their feature alone.
func TestLegacyTakesPrecedence(t *testing.T) {
	t.Parallel()
	w := site{partner: trusted(capable(basic, true, everyone), capable("crossTenantMailTipsAll", true, everyone))}.world(t, nil)
	for name, tt := range map[string]struct {
		legacy             leftovers
		sees, decided, now string
		reasons            []string
	}{
		"none":               {leftovers{}, "times", crosstenant.ByPolicy, "", nil},
		"a narrower one":     {leftovers{shares: map[string]string{"relationship A": "nothing"}}, "nothing", crosstenant.ByLegacy, "times", []string{"contoso relationship A"}},
		"the wider of two":   {leftovers{shares: map[string]string{"B": "details", "A": "times"}}, "details", crosstenant.ByLegacy, "times", []string{"contoso A", "contoso B"}},
		"the viewer's alone": {leftovers{routes: []string{"space"}}, "nothing", crosstenant.ByLegacy, "times", []string{"fabrikam space"}},
		"one of each":        {leftovers{map[string]string{"A": "details"}, []string{"R"}}, "details", crosstenant.ByLegacy, "times", []string{"contoso A", "fabrikam R"}},
	} {
		got := sightOf(t, w, crosstenant.CalendarAvailability, tt.legacy)
		var reasons []string
		for _, r := range got.Because {
			if r.Layer == "legacy" {
				reasons = append(reasons, r.Tenant+" "+r.Setting)
			}
		}
		if got.Sees != tt.sees || got.DecidedBy != tt.decided || got.AfterLegacy != tt.now || !slices.Equal(reasons, tt.reasons) {
			t.Errorf("%s: %+v", name, got)
		}
		if tips := sightOf(t, w, crosstenant.MailTips, tt.legacy); tips.Sees != "all" || tips.DecidedBy != crosstenant.ByPolicy {
			t.Errorf("%s: MailTips %+v", name, tips)
		}
	}
}

// Across clouds both tenants enable the cloud of the other, and the default has no
// effect without a partner configuration.
func TestVisibilityAcrossClouds(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	question := crosstenant.Visibility{
		ViewerTenant: "northwind", Viewer: "nora@northwind.example", OwnerTenant: "contoso", Owner: "adele@contoso.example", Feature: crosstenant.ProfileCard,
	}
	failing := func() (layers []string) {
		t.Helper()
		sights, err := crosstenant.Sights(w, question, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range sights[0].Because {
			if !r.Holds {
				layers = append(layers, r.Layer)
			}
		}
		return layers
	}
	if got := failing(); !slices.Equal(got, []string{"cloud", "cloud", "entry", "trust", "outbound", "capability"}) {
		t.Errorf("failing %v", got)
	}
	for tenantID, endpoint := range map[string]string{contosoID: "microsoftonline.us", northwindID: "microsoftonline.com"} {
		if err := updateAccess(w, tenantID, map[string]any{"allowedCloudEndpoints": []any{endpoint}}); err != nil {
			t.Fatal(err)
		}
	}
	addPartner(t, w, contosoID, northwindID)
	addPartner(t, w, northwindID, contosoID)
	if got := failing(); !slices.Equal(got, []string{"trust", "capability"}) {
		t.Errorf("failing %v", got)
	}
}

func TestQuestionsAboutVisibility(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	for name, tt := range map[string]struct {
		change func(*crosstenant.Visibility)
		status int
	}{
		"owner's tenant":  {func(v *crosstenant.Visibility) { v.OwnerTenant = "moon" }, 404},
		"viewer's tenant": {func(v *crosstenant.Visibility) { v.ViewerTenant = "moon" }, 404},
		"owner":           {func(v *crosstenant.Visibility) { v.Owner = "gone@contoso.example" }, 404},
		"viewer":          {func(v *crosstenant.Visibility) { v.Viewer = adminID }, 404},
		"one tenant":      {func(v *crosstenant.Visibility) { v.ViewerTenant = "contoso" }, 400},
		"feature":         {func(v *crosstenant.Visibility) { v.Feature = "calendar_publishing" }, 400},
	} {
		v := looking(crosstenant.MailTips)
		tt.change(&v)
		_, err := crosstenant.Sights(w, v, nil)
		code := refusal.CodeBadRequest
		if tt.status == 404 {
			code = refusal.CodeNotFound
			if strings.Contains(name, "tenant") {
				code = refusal.CodeObjectNotFound
			}
		}
		t.Run(name, func(t *testing.T) { wantFault(t, err, tt.status, code, "") })
	}
}
