package addressbook_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestOrderOfExistingGuest: a hidden guest with a known id becomes a visible member in
// one apply, if the type refers to the visibility; and not before it.
func TestOrderOfExistingGuest(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		estate *acctest.Estate
		config func(id string) string
		want   []string
	}{
		"visible first": {withExchange(), func(id string) string {
			return shows(quoted(id), true) + becomesMember("multitenant_gal_visibility.it.user_id")
		}, nil},
		"visible first, in Graph alone": {acctest.Standard(), func(id string) string {
			return shows(quoted(id), true, `exchange = "off"`) + becomesMember("multitenant_gal_visibility.it.user_id")
		}, nil},
		"member first": {withExchange(), func(id string) string {
			return becomesMember(quoted(id)) + shows("multitenant_guest_user_type.ana.user_id", true)
		}, []string{"MT030", "hidden from the address book"}},
		"hidden first": {withExchange(), func(id string) string {
			return shows(quoted(id), false) + becomesMember("multitenant_gal_visibility.it.user_id")
		}, []string{"MT030", "hidden from the address book"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t, test.estate)
			id := hiddenGuest(w)
			config := w.Config(test.config(id))
			if test.want != nil {
				w.Test(resource.TestStep{Config: config, PlanOnly: true, ExpectError: acctest.Message(test.want...)})
				return
			}
			w.Test(resource.TestStep{Config: config}, acctest.Unchanged(config))
			if u := w.User(acctest.FabrikamID, id); u.UserType != "Guest" {
				t.Errorf("after the destroy it is a %s", u.UserType)
			}
		})
	}
}
