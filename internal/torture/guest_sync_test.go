package torture_test

import (
	"fmt"
	"maps"
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

const (
	guestSyncType = "multitenant_guest_sync"
	// staff is the number of users of Contoso that a guest sync may have in scope.
	staff        = 6
	staffGroupID = "ffffffff-0000-4000-8000-000000000001"
)

func staffID(i int) string   { return fmt.Sprintf("abababab-0000-4000-8000-%012x", i) }
func staffMail(i int) string { return fmt.Sprintf("staff.%d@contoso.example", i) }

// hire adds the users of guest syncs, and their group.
func hire(t *acctest.Tenant) {
	var members []string
	for i := range staff {
		t.Users = append(t.Users, acctest.Object{
			"id": staffID(i), "userPrincipalName": staffMail(i), "mail": staffMail(i), "displayName": fmt.Sprintf("Staff %d", i),
			"userType": "Member", "accountEnabled": true,
		})
		members = append(members, staffID(i))
	}
	t.Groups = append(t.Groups, acctest.Object{"id": staffGroupID, "displayName": "Staff", "members": members})
}

// guestSync keeps the members of a group of Contoso as external users of Northwind.
type guestSync struct {
	name, company string
	// members are the users in scope.
	members map[int]bool
}

func newGuestSync(r *round) configured {
	s := &guestSync{name: r.name(), company: "Contoso", members: map[int]bool{}}
	if r.taken(guestSyncType, s.object()) {
		return nil
	}
	for i := range staff {
		s.members[i] = true
		s.returns(r, i)
	}
	return s
}

func (s *guestSync) address() string { return guestSyncType + "." + s.name }
func (s *guestSync) object() string  { return acctest.NorthwindID }

func (s *guestSync) arguments() []string {
	return []string{
		`tenant = "northwind"`, `source = "contoso"`, fmt.Sprintf("scope = { group_ids = [%q] }", staffGroupID),
		fmt.Sprintf("attributes = {\n    company_name = { value = %q }\n    display_name = { from = \"displayName\" }\n  }", s.company),
		`source_anchor = "extensionAttribute15"`, `on_destroy = "remove"`,
		`on_leave = { action = "delete", max_people = -1, max_percent = -1 }`,
	}
}

// change changes either the settings or the scope: a plan with new settings removes no
// user.
func (s *guestSync) change(r *round) {
	if r.IntN(2) == 0 {
		s.company = oneOf(r, "Contoso", "Contoso Ltd", "Contoso GmbH")
		return
	}
	for range 1 + r.IntN(3) {
		s.move(r, r.IntN(staff))
	}
}

// move takes a user out of the scope, or puts the user back.
func (s *guestSync) move(r *round, i int) {
	r.t.Helper()
	if s.members[i] {
		s.leaves(r, i)
		s.edit(r, directory.Groups.Unlink, i)
		delete(s.members, i)
		return
	}
	s.returns(r, i)
	s.edit(r, directory.Groups.Link, i)
	s.members[i] = true
}

// leaves notes the external user of a user, which is deleted.
func (s *guestSync) leaves(r *round, i int) {
	for _, u := range r.world.Guests(acctest.NorthwindID) {
		if u.Mail == staffMail(i) {
			r.deleted[u.ID] = true
		}
	}
}

// returns notes that the external user of a user comes back from the recycle bin.
func (s *guestSync) returns(r *round, i int) {
	for _, u := range r.world.RecycleBin(acctest.NorthwindID) {
		if u.Mail == staffMail(i) {
			delete(r.deleted, u.ID)
		}
	}
}

// remove notes the external users, which are deleted with the resource, and puts all
// users back into the group, in their order.
func (s *guestSync) remove(r *round) {
	r.t.Helper()
	for i := range staff {
		s.leaves(r, i)
		if s.members[i] {
			s.edit(r, directory.Groups.Unlink, i)
		}
	}
	for i := range staff {
		s.edit(r, directory.Groups.Link, i)
	}
}

// edit changes the membership of a user in the group.
func (s *guestSync) edit(r *round, do func(w *kernel.World, tenantID, key, reference, id string) error, i int) {
	r.t.Helper()
	if err := do(r.world.World, acctest.ContosoID, staffGroupID, "members", staffID(i)); err != nil {
		r.t.Fatal(err)
	}
}

// check expects one external user for each user in scope, with the attributes and the
// anchor, and no mail.
func (s *guestSync) check(r *round) {
	r.t.Helper()
	mails := r.mails(resourceTenants[1])
	for _, i := range slices.Sorted(maps.Keys(s.members)) {
		u := r.world.Guest(acctest.NorthwindID, staffMail(i))
		if u.CompanyName != s.company || u.DisplayName != fmt.Sprintf("Staff %d", i) || u.Extensions["extensionAttribute15"] != staffID(i) {
			r.t.Errorf("%s is %+v, want company %s", u.Mail, u, s.company)
		}
		if mails[u.ID] > 0 {
			r.t.Errorf("%s has got %d mails", u.Mail, mails[u.ID])
		}
	}
}

func (*guestSync) replans() {}
