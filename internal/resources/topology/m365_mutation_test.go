package topology_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// mutation changes one setting of a fulfilled estate: of Contoso, the source of the
// edge forth, or of Fabrikam, its target.
type mutation struct {
	name   string
	change func(contoso, fabrikam *acctest.Tenant)
	// forth and back are the findings of the two edges.
	forth, back []string
	// about are the capabilities of the edge forth that change by it.
	about []string
}

var seeing = []string{"calendar_availability", "calendar_sharing", "mail_tips", "profile_card", "places"}

func m365Mutations() []mutation {
	none := acctest.Object{"accessType": "blocked", "targets": []any{acctest.Object{"target": "AllUsers", "targetType": "user"}}}
	one := func(t *acctest.Tenant) acctest.Object {
		return acctest.Object{"accessType": "allowed", "targets": []any{acctest.Object{"target": t.Users[0]["id"], "targetType": "user"}}}
	}
	all := []mutation{
		{"trust", func(_, f *acctest.Tenant) { partnerOf(f)["m365CollaborationInbound"] = acctest.Object{"users": none} }, []string{"MT071 target"}, nil, seeing},
		{"trust for one", func(c, f *acctest.Tenant) {
			partnerOf(f)["m365CollaborationInbound"] = acctest.Object{"users": one(c)}
		}, []string{"MT075 target"}, nil, seeing},
		{"outbound", func(c, _ *acctest.Tenant) {
			partnerOf(c)["m365CollaborationOutbound"] = acctest.Object{"usersAndGroups": none}
		}, []string{"MT071 source"}, nil, seeing},
		{"outbound of one", func(c, _ *acctest.Tenant) {
			partnerOf(c)["m365CollaborationOutbound"] = acctest.Object{"usersAndGroups": one(c)}
		}, []string{"MT075 source"}, nil, seeing},
		{"service trust", func(_, f *acctest.Tenant) {
			partnerOf(f)["appServiceConnectInbound"] = acctest.Object{"applications": acctest.Object{
				"accessType": "blocked", "targets": []any{acctest.Object{"target": "AllApplications", "targetType": "application"}},
			}}
		}, []string{"MT071 target"}, nil, []string{"mailbox_move"}},
		{"entry", func(_, f *acctest.Tenant) { f.CrossTenantAccess["partners"] = []acctest.Object{} }, []string{"MT061 target"}, []string{}, m365Capabilities},
		{"relationship of the target", func(c, f *acctest.Tenant) { f.OrganizationRelationships = freeBusyWith(c) }, []string{"MT072 target"}, []string{"MT072 source"}, []string{"calendar_availability", "mail_tips"}},
		{"relationship of the source", func(c, f *acctest.Tenant) { c.OrganizationRelationships = freeBusyWith(f) }, []string{"MT072 source"}, []string{"MT072 target"}, []string{"calendar_availability", "mail_tips"}},
		{"policy", func(_, f *acctest.Tenant) {
			f.SharingPolicies = []acctest.Object{{"Name": "P", "Default": true, "Domains": []string{"*:CalendarSharingFreeBusySimple"}}}
		}, []string{"MT072 target"}, nil, []string{"calendar_sharing"}},
		{"space", func(c, f *acctest.Tenant) {
			c.AddressSpaces = []acctest.Object{{"ForestName": f.InitialDomain}}
		}, []string{"MT072 source"}, nil, []string{"calendar_availability"}},
		{"default", func(_, f *acctest.Tenant) {
			defaults, _ := f.CrossTenantAccess["default"].(acctest.Object)
			defaults["m365Capabilities"] = []any{granting("crossTenantOpenProfileCard", true, forAll)}
		}, []string{"MT073 target"}, nil, []string{"profile_card"}},
	}
	for _, capability := range m365Capabilities {
		all = append(all,
			capabilityMutation(capability, "removed", "MT071", func(acctest.Object) acctest.Object { return nil }),
			capabilityMutation(capability, "blocked", "MT071", func(o acctest.Object) acctest.Object { return granting(nameOf(o), false, forAll) }),
			capabilityMutation(capability, "for no user", "MT071", func(o acctest.Object) acctest.Object {
				return granting(nameOf(o), true, scopes([]any{}, []any{}))
			}),
			capabilityMutation(capability, "for a group", "MT075", func(o acctest.Object) acctest.Object {
				return granting(nameOf(o), true, scopes([]any{scope("group", "90000000-0000-4000-8000-000000000001")}, []any{}))
			}),
		)
	}
	return all
}

func partnerOf(t *acctest.Tenant) acctest.Object {
	partners, _ := t.CrossTenantAccess["partners"].([]acctest.Object)
	return partners[0]
}

func nameOf(capability acctest.Object) string {
	return strings.TrimPrefix(fmt.Sprint(capability["@odata.type"]), "#microsoft.graph.")
}

// capabilityMutation changes all capabilities of the service that grant one of an
// edge; for places the rooms only.
func capabilityMutation(capability, what, code string, change func(acctest.Object) acctest.Object) mutation {
	return mutation{capability + " " + what, func(_, f *acctest.Tenant) {
		var kept []any
		held, _ := partnerOf(f)["m365Capabilities"].([]any)
		for _, element := range held {
			one, _ := element.(acctest.Object)
			if slices.Contains(m365Names[capability], nameOf(one)) && nameOf(one) != "crossTenantPlacesDeskBooking" {
				if one = change(one); one == nil {
					continue
				}
			}
			kept = append(kept, one)
		}
		partnerOf(f)["m365Capabilities"] = kept
	}, []string{code + " target"}, nil, []string{capability}}
}

func freeBusyWith(other *acctest.Tenant) []acctest.Object {
	return []acctest.Object{{
		"Name": "Old", "DomainNames": []string{other.InitialDomain}, "FreeBusyAccessEnabled": true, "FreeBusyAccessLevel": "AvailabilityOnly",
		"MailTipsAccessEnabled": true, "MailTipsAccessLevel": "All",
	}}
}

// fulfilled is an estate in which both tenants grant each other everything, and a
// third one in the same cloud has no entry.
func fulfilled(number int) *acctest.Estate {
	d := newDice(m365Stream, number)
	e := &acctest.Estate{}
	for i, name := range []string{"contoso", "fabrikam", "stranger"} {
		e.Tenants = append(e.Tenants, d.m365Tenant(i, name, "public"))
	}
	for own := range 2 {
		defaults, entry := d.m365Holder(own, 1-own, 2, true), d.m365Holder(own, 1-own, 2, false)
		defaults["m365Capabilities"] = []any{}
		entry["tenantId"] = e.Tenants[1-own].TenantID
		e.Tenants[own].CrossTenantAccess = acctest.Object{"default": defaults, "partners": []acctest.Object{entry}}
	}
	return e
}

// TestEachMutationIsFound changes one setting of a fulfilled estate: the check that
// speaks of it finds it, on its side and for the edges that it concerns, and the
// oracle sees its effect.
func TestEachMutationIsFound(t *testing.T) {
	t.Parallel()
	mutations := append([]mutation{{name: "nothing", change: func(_, _ *acctest.Tenant) {}}}, m365Mutations()...)
	var estates []*acctest.Estate
	var edges []any
	declaring := make([]any, 0, len(m365Capabilities))
	for _, c := range m365Capabilities {
		declaring = append(declaring, c)
	}
	for number, m := range mutations {
		e := fulfilled(number)
		m.change(&e.Tenants[0], &e.Tenants[1])
		estates = append(estates, e)
		edges = append(edges, declared(e.Tenants[0].Key, e.Tenants[1].Key, declaring...), declared(e.Tenants[1].Key, e.Tenants[0].Key, declaring...))
	}
	c := startedM365(t, together(estates...))
	said := verdicts(t, c.read(edges...))
	for number, m := range mutations {
		e := estates[number]
		forth, back := pair{&e.Tenants[0], &e.Tenants[1]}, pair{&e.Tenants[1], &e.Tenants[0]}
		for p, want := range map[pair][]string{forth: m.forth, back: m.back} {
			found := map[string]bool{}
			for _, f := range said[p.key()].findings {
				found[f.code+" "+f.side] = true
			}
			if got := slices.Sorted(maps.Keys(found)); !slices.Equal(got, want) || len(said[p.key()].unchecked) > 0 {
				t.Errorf("%s: %s: %v, want %v; unchecked %q", m.name, p.key(), said[p.key()].findings, want, said[p.key()].unchecked)
			}
		}
		for _, capability := range m365Capabilities {
			got := c.effectOf(forth, &e.Tenants[2], capability)
			if changed := got != (effect{some: true, all: true}); changed != slices.Contains(m.about, capability) {
				t.Errorf("%s: the oracle says of %s: %+v", m.name, capability, got)
			}
		}
	}
}
