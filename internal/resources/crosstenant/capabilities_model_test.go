package crosstenant

import (
	"context"
	"reflect"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

const tips = rules.MailTipsAll

func allowedFor(scope rules.M365Scope) rules.M365Capability {
	return rules.M365Capability{Name: tips, Allowed: true, Scope: scope}
}

// mapOf is a map of capabilities in the state.
func mapOf(ctx context.Context, all ...rules.M365Capability) types.Map {
	var m capabilitiesModel
	readEmpty(ctx, newCapabilities(), &m)
	return refreshed(ctx, m.Capabilities, rules.M365Capabilities{All: all}, true)
}

// TestCapabilitiesComeBack: values that are written to a state are read from it.
func TestCapabilitiesComeBack(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]rules.M365Capability{
		"all users":       allowedFor(rules.M365Scope{AllUsers: true}),
		"no user":         allowedFor(rules.M365Scope{}),
		"users, groups":   allowedFor(rules.M365Scope{Users: []string{"u2", "u1"}, Groups: []string{"g1", "g1"}}),
		"excluded":        allowedFor(rules.M365Scope{AllUsers: true, ExcludedUsers: []string{rules.M365All}, ExcludedGroups: []string{"g1"}}),
		"blocked":         {Name: tips},
		"blocked, groups": {Name: tips, Scope: rules.M365Scope{Groups: []string{"g1"}}},
		"of a later kind": {Name: "crossTenantSomething", Allowed: true, Scope: rules.M365Scope{AllUsers: true}},
	} {
		got, has := elements(t.Context(), mapOf(t.Context(), c))[c.Name]
		if !has || !got.known || !got.Same(c) {
			t.Errorf("%s: %s comes back as %s", name, c, got)
		}
	}
}

// TestRefreshedCapabilities keeps the spelling of the state, and reads what it names.
func TestRefreshedCapabilities(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	state := mapOf(ctx, allowedFor(rules.M365Scope{Groups: []string{"G1"}}))
	found := rules.M365Capabilities{All: []rules.M365Capability{allowedFor(rules.M365Scope{Groups: []string{"g1"}}), {Name: rules.OpenProfileCard}}}
	if got := refreshed(ctx, state, found, false); !got.Equal(state) {
		t.Errorf("it is read as %s", got)
	}
	if got := names(refreshed(ctx, state, found, true).Elements()); !reflect.DeepEqual(got, []string{tips, rules.OpenProfileCard}) {
		t.Errorf("all of them are %v", got)
	}
	if got := refreshed(ctx, state, rules.M365Capabilities{}, false); len(got.Elements()) > 0 {
		t.Errorf("a deleted one is read as %s", got)
	}
	narrower := mapOf(ctx, allowedFor(rules.M365Scope{Groups: []string{"g1"}}))
	if got := settled(ctx, narrower, state); !got.Equal(state) {
		t.Errorf("another case is planned as %s", got)
	}
	wider := mapOf(ctx, allowedFor(rules.M365Scope{AllUsers: true}))
	if got := settled(ctx, wider, state); !got.Equal(wider) {
		t.Errorf("a change is planned as %s", got)
	}
}

// TestUnknownCapabilities have no value yet, and are not compared.
func TestUnknownCapabilities(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	known := mapOf(ctx, allowedFor(rules.M365Scope{AllUsers: true}))
	kind, _ := known.ElementType(ctx).(types.ObjectType)
	unknown := types.MapValueMust(kind, map[string]attr.Value{tips: types.ObjectUnknown(kind.AttrTypes)})
	if e := elements(ctx, unknown)[tips]; e.known || e.Name != tips {
		t.Errorf("it is read as %+v", e)
	}
	if got := settled(ctx, unknown, known); !got.Equal(unknown) {
		t.Errorf("it is planned as %s", got)
	}
	if all := elements(ctx, types.MapUnknown(kind)); len(all) > 0 {
		t.Errorf("an unknown map has %v", all)
	}
}

// formerCapabilitiesVersion2 is the record in existing states. A change of this text
// requires a new version.
const formerCapabilitiesVersion2 = `{"version":2,"value":{"all":{` +
	`"crossTenantMailTipsAll":{"allowed":true,"allUsers":false,"users":["u1"],"groups":["g1"],"excludedUsers":["u2"],"excludedGroups":["g2"]}},` +
	`"managed":["crossTenantMailTipsAll","crossTenantOpenProfileCard"]}}`

// formerCapabilitiesVersion1 is the same in the private state of earlier providers.
const formerCapabilitiesVersion1 = `{"version":1,"value":{"capabilities":{` +
	`"crossTenantMailTipsAll":{"allowed":true,"allUsers":false,"users":["u1"],"groups":["g1"],"excludedUsers":["u2"],"excludedGroups":["g2"]},` +
	`"crossTenantOpenProfileCard":null}}}`

func TestFormerCapabilities(t *testing.T) {
	t.Parallel()
	before := allowedFor(rules.M365Scope{Users: []string{"u1"}, Groups: []string{"g1"}, ExcludedUsers: []string{"u2"}, ExcludedGroups: []string{"g2"}})
	managed := []string{tips, rules.OpenProfileCard}
	record := formerCapabilities{}.complete(rules.M365Capabilities{All: []rules.M365Capability{before}})
	record.Managed = managed
	var diags diag.Diagnostics
	if got := capabilitiesRecord.Text(record, &diags).ValueString(); got != formerCapabilitiesVersion2 || diags.HasError() {
		t.Errorf("written as\n%s\nwant\n%s", got, formerCapabilitiesVersion2)
	}
	want := capabilityChange{[]rules.M365Capability{before}, []string{rules.OpenProfileCard}}
	for attribute, private := range map[string]memory{formerCapabilitiesVersion2: {}, "": {"former": []byte(formerCapabilitiesVersion1)}} {
		loaded := capabilitiesRecord.Of(t.Context(), tfkit.StringOrNull(attribute), private, &diags)
		// The values of managed capabilities stay.
		loaded = loaded.complete(rules.M365Capabilities{All: []rules.M365Capability{{Name: tips}, {Name: rules.OpenProfileCard}, {Name: rules.PlacesDeskBooking}}})
		if change := loaded.restoring(append(managed, rules.PlacesDeskBooking)); diags.HasError() || !reflect.DeepEqual(change, want) {
			t.Errorf("it is restored by %+v, want %+v; %v", change, want, diags)
		}
		loaded.Managed = []string{tips}
		if change := loaded.restoring(managed); len(change.remove) > 0 || len(change.set) != 1 {
			t.Errorf("a capability that is no longer managed is restored by %+v", change)
		}
	}
}

func TestUndoneCapabilities(t *testing.T) {
	t.Parallel()
	before, card := allowedFor(rules.M365Scope{Groups: []string{"g1"}}), rules.M365Capability{Name: rules.OpenProfileCard}
	desk := rules.M365Capability{Name: rules.PlacesDeskBooking}
	found := rules.M365Capabilities{All: []rules.M365Capability{before, card}}
	done := capabilityChange{set: []rules.M365Capability{allowedFor(rules.M365Scope{AllUsers: true}), desk}, remove: []string{card.Name}}
	if got, want := done.undoing(found), (capabilityChange{[]rules.M365Capability{before, card}, []string{desk.Name}}); !reflect.DeepEqual(got, want) {
		t.Errorf("it is undone by %+v, want %+v", got, want)
	}
	if got, want := done.after(found).All, done.set; !reflect.DeepEqual(got, want) {
		t.Errorf("it leads to %+v, want %+v", got, want)
	}
	partner := capabilitiesModel{PartnerTenantID: tfkit.FoldedValue("AB")}
	if got := partner.of() + ", " + (&capabilitiesModel{PartnerTenantID: tfkit.FoldedValue("Default")}).of(); got != "partner ab, the default" {
		t.Errorf("they are named %s", got)
	}
}
