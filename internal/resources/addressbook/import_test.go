package addressbook_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestVisibilityImport imports by id and by address. A destroy of an imported
// visibility leaves it as it is, because the former one is not known.
func TestVisibilityImport(t *testing.T) {
	t.Parallel()
	w := start(t, withExchange())
	id := hiddenGuest(w)
	hideInExchange(t, w, id, false)
	config := w.Config(shows(quoted(id), true))
	imported := func(name string) resource.TestStep {
		return resource.TestStep{
			Config: config, ResourceName: address, ImportState: true, ImportStateId: acctest.Fabrikam + "/" + name, ImportStatePersist: true,
		}
	}
	w.Test(
		imported(anaEmail),
		acctest.Unchanged(config),
		resource.TestStep{Config: config, Destroy: true},
		imported(id),
		acctest.Unchanged(config),
	)
	if err := resource.ComposeAggregateTestCheckFunc(inExchange(w, id, true), inGraph(w, id, true), w.Made())(nil); err != nil {
		t.Errorf("after the destroy: %v", err)
	}
}
