package area_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
)

// choice is a setting of a random estate: its value in the seed, and whether it lets
// Ana see Adele. The zero value leaves the setting out.
type choice struct {
	value any
	open  bool
}

// The settings of trust and of outbound collaboration, by their target.
func targets(half string) []choice {
	block := func(access, name string) map[string]any {
		return map[string]any{half: target(access, name, targetUser)}
	}
	return []choice{
		{},
		{block(allowed, allUsers), true},
		{block(allowed, anaID), true},
		{block(allowed, adminID), false},
		{block(blocked, allUsers), false},
		{block(blocked, anaID), false},
		{block(blocked, adminID), true},
	}
}

// grants are the settings of one capability.
func grants(name string) []choice {
	return []choice{
		{},
		{},
		{capable(name, true, everyone), true},
		{capable(name, true, scopes{{"user " + adminID}}), true},
		{capable(name, true, scopes{{"group " + outerID, "user " + anaID}}), true},
		{capable(name, true, scopes{{"group " + anaID}}), false},
		{capable(name, true, scopes{{"All"}, {"group " + innerID}}), false},
		{capable(name, true, scopes{}), false},
		{capable(name, false, everyone), false},
	}
}

// holder is the partner or the default of a random estate.
type holder struct {
	trust   choice
	granted []choice // by level
}

func (h holder) seed() map[string]any {
	body, list := map[string]any{}, []any{}
	if h.trust.value != nil {
		body["m365CollaborationInbound"] = h.trust.value
	}
	for _, g := range h.granted {
		if g.value != nil {
			list = append(list, g.value)
		}
	}
	body["m365Capabilities"] = list
	return body
}

// over is the first of two settings that is set.
func over(first, second choice) choice {
	if first.value != nil {
		return first
	}
	return second
}

var sharing = []struct{ name, shows string }{
	{"crossTenantCalendarSharingFreeBusySimple", "times"},
	{"crossTenantCalendarSharingFreeBusyDetail", "details"},
	{"crossTenantCalendarSharingFreeBusyReviewer", "all"},
}

// On random estates the emulator sees what the three layers say in plain words, also
// after a restart, and in the other direction nothing.
func TestRandomVisibility(t *testing.T) {
	t.Parallel()
	for seed := range uint64(150) {
		random := rand.New(rand.NewPCG(seed, 11))
		pick := func(from []choice) choice { return from[random.IntN(len(from))] }
		holders := [2]holder{}
		for i := range holders {
			holders[i].trust = pick(targets("users"))
			for _, level := range sharing {
				holders[i].granted = append(holders[i].granted, pick(grants(level.name)))
			}
		}
		partner, defaults := holders[0], holders[1]
		out := pick(targets("usersAndGroups"))
		offered := random.IntN(8) > 0
		estate := site{offered: offered, defaults: defaults.seed(), viewerOut: out.value}
		if random.IntN(3) > 0 {
			estate.partner = partner.seed()
		} else {
			partner = holder{granted: make([]choice, len(sharing))}
		}

		want := crosstenant.Nothing
		admitted := over(partner.trust, defaults.trust).open && (out.value == nil || out.open)
		for i, level := range sharing {
			if offered && admitted && over(partner.granted[i], defaults.granted[i]).open {
				want = level.shows
			}
		}

		w := estate.world(t, nil)
		got := sightOf(t, w, crosstenant.CalendarSharing, nil)
		if got.Sees != want {
			t.Errorf("estate %d: sees %s, want %s: %+v", seed, got.Sees, want, got)
		}
		data, err := w.SaveState()
		if err != nil {
			t.Fatal(err)
		}
		restarted := newWorld(t, nil)
		if err := restarted.LoadState(data); err != nil {
			t.Fatal(err)
		}
		if again := sightOf(t, restarted, crosstenant.CalendarSharing, nil); !reflect.DeepEqual(again, got) {
			t.Errorf("estate %d after a restart: %+v, before %+v", seed, again, got)
		}
		back := crosstenant.Visibility{ViewerTenant: "contoso", Viewer: adminID, OwnerTenant: "fabrikam", Owner: anaID}
		sights, err := crosstenant.Sights(w, back, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range sights {
			if s.Sees != crosstenant.Nothing {
				t.Errorf("estate %d, %s of the viewer: %s", seed, s.Feature, fmt.Sprint(s))
			}
		}
	}
}
