package torture_test

import (
	"fmt"
	"maps"
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

const invitationType = "multitenant_b2b_invitation"

// invitation is a user of Contoso or of an unknown organization.
type invitation struct {
	name, email string
	at          place
	mailed      bool
	// profile are the arguments of the profile by name, with quoted values.
	profile map[string]string
}

func newInvitation(r *round) configured {
	i := &invitation{name: r.name(), at: oneOf(r, resourceTenants...), mailed: r.IntN(2) == 0, profile: map[string]string{}}
	i.email = fmt.Sprintf("guest.%d@adatum.example", r.serial)
	if r.IntN(2) == 0 && r.serial < employees {
		i.email = employee(r.serial)
	}
	if r.IntN(2) == 0 {
		i.profile["display_name"] = fmt.Sprintf("%q", i.name)
	}
	for range r.IntN(4) {
		i.change(r)
	}
	return i
}

func (i *invitation) address() string { return invitationType + "." + i.name }
func (i *invitation) object() string  { return i.at.id + "/" + i.email }

func (i *invitation) arguments() []string {
	list := []string{fmt.Sprintf("tenant = %q", i.at.key), fmt.Sprintf("email = %q", i.email)}
	if i.mailed {
		list = append(list, "send_message = true")
	}
	for _, name := range slices.Sorted(maps.Keys(i.profile)) {
		list = append(list, name+" = "+i.profile[name])
	}
	return list
}

// change sets or clears one argument of the profile.
func (i *invitation) change(r *round) {
	name := oneOf(r, "job_title", "department", "company_name", "given_name", "manager_id", "sponsors")
	if _, is := i.profile[name]; is && r.IntN(3) == 0 {
		delete(i.profile, name)
		return
	}
	switch name {
	case "manager_id":
		i.profile[name] = fmt.Sprintf("%q", oneOf(r, acctest.AdministratorID, acctest.ManagerID))
	case "sponsors":
		i.profile[name] = fmt.Sprintf("[%q]", oneOf(r, acctest.AdministratorID, acctest.ManagerID))
	default:
		i.profile[name] = fmt.Sprintf("%q", oneOf(r, "Controller", "Finance", "Adatum"))
	}
}

// check expects one user for the address, with the profile, recorded in the state as
// invited.
func (i *invitation) check(r *round) {
	r.t.Helper()
	u := r.world.Guest(i.at.id, i.email)
	state := r.state(i)
	if state["user_id"] != u.ID || state["on_destroy"] != "delete" {
		r.t.Errorf("%s is %s in the tenant; the state has %v, on_destroy = %v", i.email, u.ID, state["user_id"], state["on_destroy"])
	}
	for name, got := range map[string]string{
		"job_title": u.JobTitle, "department": u.Department, "company_name": u.CompanyName, "given_name": u.GivenName,
	} {
		if want := i.profile[name]; want == "" && got != "" && !r.forgotten[i] || want != "" && want != fmt.Sprintf("%q", got) {
			r.t.Errorf("%s: %s is %q, want %s", i.email, name, got, want)
		}
	}
	i.checkMail(r, u.ID)
}

// checkMail expects the mail, unless a disturbance may have prevented it.
func (i *invitation) checkMail(r *round, id string) {
	r.t.Helper()
	if r.disturbed {
		r.unsent[i.object()] = true
	}
	mails := r.mails(i.at)[id]
	switch {
	case mails > 0 && !i.mailed:
		r.t.Errorf("%s has got %d mails without send_message", i.email, mails)
	case mails == 0 && i.mailed && !r.unsent[i.object()]:
		r.t.Errorf("%s has got no mail", i.email)
	}
}

// remove notes the user, which is deleted with the resource.
func (i *invitation) remove(r *round) {
	for _, u := range r.world.Guests(i.at.id) {
		if u.Mail == i.email {
			r.deleted[u.ID] = true
		}
	}
}
