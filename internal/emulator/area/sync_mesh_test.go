package area_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/provisioning"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

var meshTenants = []string{contosoID, fabrikamID, northwindID, "44444444-4444-4444-8444-444444444444"}

// mesh is an estate of four tenants, each of which synchronizes all its users to
// the others.
func mesh() string {
	tenants := make([]string, 0, len(meshTenants))
	for i, id := range meshTenants {
		var partners, jobs []string
		for j, other := range meshTenants {
			if i == j {
				continue
			}
			partners = append(partners, `{"tenantId":"`+other+`","automaticUserConsentSettings":{"inboundAllowed":true,"outboundAllowed":true},"identitySynchronization":{"userSyncInbound":{"isSyncAllowed":true}}}`)
			jobs = append(jobs, `{"displayName":"To `+other+`","secrets":{"CompanyId":"`+other+`","SyncAll":"true"}}`)
		}
		var users []string
		for n := range 3 {
			manager := ""
			if n > 0 {
				manager = fmt.Sprintf(`,"manager":"u0@t%d.example"`, i)
			}
			users = append(users, fmt.Sprintf(`{"userPrincipalName":"u%d@t%d.example","mail":"u%d@t%d.example","displayName":"User %d of %d"%s}`, n, i, n, i, n, i, manager))
		}
		tenants = append(tenants, fmt.Sprintf(
			`{"key":"t%d","tenant_id":"%s","domains":["t%d.example"],"users":[%s],"cross_tenant_access_policy":{"partners":[%s]},"cross_tenant_synchronizations":[%s]}`,
			i, id, i, strings.Join(users, ","), strings.Join(partners, ","), strings.Join(jobs, ",")))
	}
	return `{"tenants":[` + strings.Join(tenants, ",") + `]}`
}

// homes lists the mail addresses of a directory.
func homes(d *kernel.Directory) []string {
	var all []string
	for _, u := range directory.Users.All(d) {
		all = append(all, u.Mail)
	}
	slices.Sort(all)
	return all
}

// After one cycle each directory is the union of all four; the next cycle changes
// nothing, because no user is synchronized back as an external user of another
// tenant. A user that leaves its home tenant leaves the others.
func TestMeshOfFour(t *testing.T) {
	t.Parallel()
	n := 0
	w := area.NewWorld(kernel.Options{NewID: func() string { n++; return fmt.Sprintf("e0000000-0000-4000-8000-%012d", n) }})
	load(t, w, mesh())
	turn := func() (changed int) {
		for _, id := range meshTenants {
			reports, err := provisioning.Run(w, id)
			if err != nil || len(reports) != 3 {
				t.Fatalf("%v, %v", reports, err)
			}
			for _, r := range reports {
				if r.State != provisioning.SyncSucceeded || len(r.Errors) > 0 {
					t.Errorf("report %+v", r)
				}
				changed += r.Created + r.Updated + r.Disabled + r.Deleted + r.Restored
			}
		}
		return changed
	}
	if changed := turn(); changed != 36+24 {
		t.Errorf("first: %d changes", changed)
	}
	var union []string
	look(t, w, contosoID, func(d *kernel.Directory) { union = homes(d) })
	if len(union) != 12 {
		t.Fatalf("union %v", union)
	}
	for _, id := range meshTenants {
		look(t, w, id, func(d *kernel.Directory) {
			if got := homes(d); !reflect.DeepEqual(got, union) {
				t.Errorf("%s has %v", d.Key, got)
			}
			for _, u := range directory.Users.All(d) {
				if u.External() && (u.UserType != directory.TypeMember || u.ShowInAddressList == nil || strings.HasPrefix(u.Mail, "u0@") != (u.Manager == "")) {
					t.Errorf("%s has %+v", d.Key, u)
				}
			}
		})
	}
	before := w.Snapshot()["t1"]
	if changed := turn(); changed != 0 {
		t.Errorf("second: %d changes", changed)
	}
	after := w.Snapshot()["t1"]
	for _, member := range []string{"users", "deleted_users", "groups"} {
		if !reflect.DeepEqual(asMap(before)[member], asMap(after)[member]) {
			t.Errorf("the second turn changed the %s", member)
		}
	}
	if err := directory.Users.Delete(w, contosoID, "u1@t0.example", inviter); err != nil {
		t.Fatal(err)
	}
	if changed := turn(); changed != 3 {
		t.Errorf("after a deletion: %d changes", changed)
	}
	for _, id := range meshTenants {
		look(t, w, id, func(d *kernel.Directory) {
			if got := homes(d); slices.Contains(got, "u1@t0.example") || len(got) != 11 {
				t.Errorf("%s has %v", d.Key, got)
			}
		})
	}
}

func asMap(v any) map[string]any {
	m, _ := v.(map[string]any)
	return m
}

// A group is synchronized with those members that are (graph-cross-tenant §4.8).
func TestGroupSync(t *testing.T) {
	t.Parallel()
	s := syncEdge{}.open(t)
	enable := func(enabled bool) {
		s.mapping(func(x *provisioning.Schema) { x.Rules[0].Mappings[1].Enabled = enabled })
	}
	arrived := func() *directory.Group {
		var found *directory.Group
		look(t, s.w, fabrikamID, func(d *kernel.Directory) {
			for _, g := range directory.Groups.All(d) {
				found = g
			}
		})
		return found
	}
	s.wants("users only", s.run(), 2, 0, 0, 0, 0)
	enable(true)
	s.wants("with the group", s.run(), 1, 0, 0, 0, 0)
	g := arrived()
	if g == nil || g.DisplayName != "Scope" || len(g.Members) != 2 || !g.SecurityEnabled || len(g.GroupTypes) != 0 || s.status().Synced["Group"] != 1 {
		t.Fatalf("group %+v", g)
	}
	s.setScope("ben")
	s.wants("a member left", s.run(), 0, 1, 0, 1, 0)
	if g := arrived(); len(g.Members) != 1 || g.Members[0] != s.arrived("ben").ID {
		t.Errorf("group %+v", g)
	}
	s.wants("at rest", s.run(), 0, 0, 0, 0, 0)
	off := map[string]any{"groupSyncInbound": map[string]any{"isSyncAllowed": false}}
	if err := updateSyncPolicy(s.w, fabrikamID, contosoID, off); err != nil {
		t.Fatal(err)
	}
	s.restart("")
	if r := s.run(); len(r.Errors) != 1 || r.Errors[0].Object != "Scope" {
		t.Errorf("not allowed: %+v", r)
	}
}
