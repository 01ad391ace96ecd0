package addressbook_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// TestVisibilityLag: a late mail user, late copies between the services and copies
// that never come end with both values.
func TestVisibilityLag(t *testing.T) {
	t.Parallel()
	delays := map[string]func(*settings.Settings){
		"late mail user":  func(s *settings.Settings) { s.MailUserDelay = 8 },
		"late write-back": func(s *settings.Settings) { s.HiddenWriteBackDelay, s.ShowInAddressListDelay = 4, 4 },
		"no write-back":   apart,
	}
	for name, delay := range delays {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t, withExchange(), delay)
			id := hiddenGuest(w)
			config := w.Config(shows(quoted(id), true))
			w.Test(
				resource.TestStep{Config: config, Check: resource.ComposeAggregateTestCheckFunc(inExchange(w, id, true), inGraph(w, id, true))},
				acctest.Unchanged(config),
			)
		})
	}
}
