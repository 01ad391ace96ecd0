package torture_test

import (
	"encoding/json"
	"net/http"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// instance is what the state says of a resource.
type instance struct {
	UserID    string `json:"user_id"`
	OnDestroy string `json:"on_destroy"`
}

// state returns the resources of the state by their names.
func (r *round) state() map[string]instance {
	r.t.Helper()
	var shown struct {
		Values struct {
			RootModule struct {
				Resources []struct {
					Name    string
					Tainted bool
					Values  instance
				}
			} `json:"root_module"`
		}
	}
	if err := json.Unmarshal([]byte(r.workspace.MustRun("show", "-json")), &shown); err != nil {
		r.t.Fatal(err)
	}
	all := map[string]instance{}
	for _, one := range shown.Values.RootModule.Resources {
		if all[one.Name] = one.Values; one.Tainted {
			r.t.Errorf("%s is tainted", one.Name)
		}
	}
	return all
}

// checkUsers expects one external user for each invitation, which the state names
// and counts as invited, and no others.
func (r *round) checkUsers() {
	r.t.Helper()
	state := r.state()
	for _, u := range r.users {
		there := r.world.Guest(u.tenantID, u.email)
		if in := state[u.name]; in.UserID != there.ID || in.OnDestroy != "delete" {
			r.t.Errorf("%s is %s in the tenant; the state has %+v", u.email, there.ID, in)
		}
	}
	var all []*directory.User
	for _, at := range resourceTenants {
		all = append(all, r.world.Guests(at.id)...)
		if bin := r.world.RecycleBin(at.id); len(bin) > 0 {
			r.t.Errorf("%d users of %s were deleted", len(bin), at.key)
		}
	}
	if len(all) != len(r.users) {
		r.t.Errorf("there are %d external users, want %d", len(all), len(r.users))
	}
}

// entries counts a tenant's entries about other tenants.
func (r *round) entries(tenantID string) int {
	r.t.Helper()
	page, err := crosstenant.Partners.List(r.world.World, tenantID, kernel.Listing{Limit: 1000})
	if err != nil {
		r.t.Fatal(err)
	}
	return len(page.Items)
}

// checkPartners expects an entry for each that is configured, which the state counts
// as made. The empty plan has compared their blocks.
func (r *round) checkPartners() {
	r.t.Helper()
	state := r.state()
	want := map[string]int{}
	for _, p := range r.partners {
		want[p.tenantID]++
		if _, err := crosstenant.Partners.Get(r.world.World, p.tenantID, p.partnerID); err != nil {
			r.t.Errorf("%s: %v", p.name, err)
		}
		if in := state[p.name]; in.OnDestroy != "delete" {
			r.t.Errorf("the state has %s as %+v", p.name, in)
		}
	}
	for _, at := range resourceTenants {
		if n := r.entries(at.id) - r.known[at.id]; n != want[at.id] {
			r.t.Errorf("%s has %d new entries, want %d", at.key, n, want[at.id])
		}
	}
}

// checkMails expects a mail to each user who is to get one, but for at most so many
// whose mail was under way when the apply was killed. No user gets a second one.
func (r *round) checkMails(missing int) {
	r.t.Helper()
	mails := map[string]int{}
	for _, at := range resourceTenants {
		for _, m := range r.world.Mails(at.id) {
			mails[m.UserID]++
		}
	}
	without := 0
	for _, u := range r.users {
		n := mails[r.world.Guest(u.tenantID, u.email).ID]
		switch {
		case n > 1, n == 1 && !u.mailed:
			r.t.Errorf("%s has got %d mails, send_message is %v", u.email, n, u.mailed)
		case n == 0 && u.mailed:
			without++
		}
	}
	if without > missing {
		r.t.Errorf("%d users have got no mail, at most %d were being invited during a kill", without, missing)
	}
}

// checkWrites expects that nothing was deleted at any time.
func (r *round) checkWrites() {
	r.t.Helper()
	if err := r.world.NotSent(http.MethodDelete); err != nil {
		r.t.Error(err)
	}
}
