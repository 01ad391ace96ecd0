package torture_test

import (
	"fmt"
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

const visibilityType = "multitenant_gal_visibility"

// visibility shows a person in the address book or hides it.
type visibility struct {
	ofPerson
	visible bool
	// former is the visibility of a resident.
	former bool
}

func newVisibility(r *round) configured {
	p := r.somePerson(visibilityType)
	if p == nil {
		return nil
	}
	v := &visibility{ofPerson: ofPerson{visibilityType, r.name(), p}, visible: r.IntN(2) == 0}
	if p.invitation == nil {
		v.former = *r.world.User(acctest.FabrikamID, p.id(r)).ShowInAddressList
	}
	return v
}

func (v *visibility) arguments() []string {
	return append(v.user(), fmt.Sprintf("visible = %t", v.visible))
}

func (v *visibility) change(*round) { v.visible = !v.visible }

func (v *visibility) check(r *round) {
	r.t.Helper()
	id := v.id(r)
	// A new guest is hidden, which Graph shows as no value.
	got := r.world.User(acctest.FabrikamID, id).ShowInAddressList
	if shown := got != nil && *got; shown != v.visible {
		r.t.Errorf("%s: showInAddressList is %t, want %t", v.email, shown, v.visible)
	}
	if hidden := r.recipient(id)["HiddenFromAddressListsEnabled"]; hidden != !v.visible {
		r.t.Errorf("%s: in Exchange, hidden is %v, want %t", v.email, hidden, !v.visible)
	}
}

func (v *visibility) reset(r *round) {
	if v.invitation == nil {
		r.world.Change(acctest.FabrikamID, v.id(r), acctest.Object{"showInAddressList": v.former})
	}
}

// recipient is what Exchange has of an object of Entra, nil if nothing.
func (r *round) recipient(id string) acctest.Object {
	fabrikam, _ := r.world.Snapshot()[acctest.Fabrikam].(map[string]any)
	recipients, _ := fabrikam["recipients"].([]map[string]any)
	i := slices.IndexFunc(recipients, func(o map[string]any) bool { return o["ExternalDirectoryObjectId"] == id })
	if i < 0 {
		return nil
	}
	return recipients[i]
}
