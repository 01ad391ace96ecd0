package torture_test

import (
	"fmt"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

const (
	departureType = "multitenant_guest_departure"
	// daysToDelete is a number of days that is far from any sum of departureStep.
	daysToDelete  = 4
	departureStep = 60 * time.Hour
)

// departure ends the access of a leaver, in steps.
type departure struct {
	ofPerson
	userID string
	// hides are the days until the user is hidden; negative for never.
	hides   int
	deletes bool
}

func newDeparture(r *round) configured {
	leaver := oneOf(r, r.leavers...)
	if r.taken(departureType, leaver.email) {
		return nil
	}
	return &departure{ofPerson{departureType, r.name(), leaver}, leaver.id(r), oneOf(r, -1, 0, 1), r.IntN(3) > 0}
}

func (d *departure) arguments() []string {
	list := d.user()
	if d.hides >= 0 {
		list = append(list, fmt.Sprintf("hide_after_days = %d", d.hides))
	}
	if d.deletes {
		list = append(list, fmt.Sprintf("delete_after_days = %d", daysToDelete))
	}
	return list
}

// change lets time pass, or changes the days.
func (d *departure) change(r *round) {
	if r.IntN(3) == 0 {
		d.hides = oneOf(r, -1, 0, 1)
		return
	}
	r.world.Advance(departureStep)
}

// stage is the stage that is due.
func (d *departure) stage(r *round) string {
	r.t.Helper()
	since, err := time.Parse(time.RFC3339, fmt.Sprint(r.state(d)["since"]))
	if err != nil {
		r.t.Fatal(err)
	}
	switch days := int(r.world.Now().Sub(since).Hours() / 24); {
	case d.deletes && days >= daysToDelete:
		return "deleted"
	case d.hides >= 0 && days >= d.hides:
		return "hidden"
	}
	return "disabled"
}

func (d *departure) check(r *round) {
	r.t.Helper()
	want := d.stage(r)
	if got := r.state(d)["stage"]; got != want {
		r.t.Errorf("%s is %v in the state, want %s", d.email, got, want)
	}
	delete(r.deleted, d.userID)
	if want == "deleted" {
		r.deleted[d.userID] = true
		return
	}
	u := r.world.User(acctest.FabrikamID, d.userID)
	hidden := u.ShowInAddressList == nil || !*u.ShowInAddressList
	// The next apply takes a user that a killed create has hidden for one that was hidden.
	if right := hidden == (want == "hidden") || hidden && r.forgotten[d]; u.AccountEnabled || !right {
		r.t.Errorf("%s should be %s, and is %+v", d.email, want, u)
	}
}

// remove notes that the user comes back from the recycle bin.
func (d *departure) remove(r *round) { delete(r.deleted, d.userID) }

func (d *departure) reset(r *round) {
	r.world.Change(acctest.FabrikamID, d.userID, acctest.Object{"accountEnabled": true, "showInAddressList": true})
}
