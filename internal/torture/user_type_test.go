package torture_test

import (
	"fmt"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

const userTypeType = "multitenant_guest_user_type"

// userType makes a person a guest or a member.
type userType struct {
	ofPerson
	value string
}

func newUserType(r *round) configured {
	p := r.somePerson(userTypeType)
	if p == nil {
		return nil
	}
	return &userType{ofPerson{userTypeType, r.name(), p}, oneOf(r, "Guest", "Member")}
}

func (u *userType) arguments() []string {
	return append(u.user(), fmt.Sprintf("user_type = %q", u.value))
}

func (u *userType) change(r *round) { u.value = oneOf(r, "Guest", "Member") }

func (u *userType) check(r *round) {
	r.t.Helper()
	if got := r.world.Guest(acctest.FabrikamID, u.email).UserType; got != u.value {
		r.t.Errorf("%s is a %s, want %s", u.email, got, u.value)
	}
}

func (u *userType) reset(r *round) {
	if u.invitation == nil {
		r.world.Change(acctest.FabrikamID, u.id(r), acctest.Object{"userType": "Guest"})
	}
}
