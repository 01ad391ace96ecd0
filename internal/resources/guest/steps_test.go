package guest_test

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

const (
	ana      = "multitenant_b2b_invitation.ana"
	anaEmail = "Ana.Ruiz@contoso.example"
)

// lag is that of tests about replication. It passes with the requests that meet
// it, so no test waits for it, and none is too slow to see it.
const lag = 10 * time.Minute

// withoutEmptyPages is for tests that count requests: an empty page costs one.
func withoutEmptyPages(s *settings.Settings) { s.EmptyPageWithNextLink = false }

// invite is the resource of most tests: Ana, invited to Fabrikam.
func invite(arguments string) string {
	return fmt.Sprintf(`
resource "multitenant_b2b_invitation" "ana" {
  tenant = "fabrikam"
  email  = %q
%s
}
`, anaEmail, arguments)
}

// start makes a world of the standard estate.
func start(t *testing.T) *acctest.World {
	t.Helper()
	return acctest.Start(t, acctest.Standard())
}

func attribute(name string, want knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(ana, tfjsonpath.New(name), want)
}

func text(name, want string) statecheck.StateCheck {
	return attribute(name, knownvalue.StringExact(want))
}

// planned expects what a plan does to Ana.
func planned(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(ana, action)}}
}

// unchanged expects that a configuration, possibly another one than before,
// changes nothing. Outputs and refreshed values do not count.
func unchanged(config string) resource.TestStep {
	return resource.TestStep{
		Config:           config,
		ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
	}
}

// then turns a look at the world into a check of a step.
func then(look func() error) resource.TestCheckFunc {
	return func(*terraform.State) error { return look() }
}

func message(parts ...string) *regexp.Regexp { return acctest.Message(parts...) }

// made expects exactly these changing requests since the journal was emptied.
// Object ids are written as {id}.
func made(w *acctest.World, want ...string) resource.TestCheckFunc {
	return then(func() error {
		got := w.Writes()
		for i, request := range got {
			got[i] = objectID.ReplaceAllString(request, "{id}")
		}
		if len(got)+len(want) > 0 && !slices.Equal(got, want) {
			return fmt.Errorf("writes are\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
		}
		return nil
	})
}

var objectID = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

// is compares Ana in the directory with what is wanted of her.
func is(w *acctest.World, want func(*directory.User) []any) resource.TestCheckFunc {
	return then(func() error {
		u := w.Guest(acctest.FabrikamID, anaEmail)
		var wrong []error
		pairs := want(u)
		for i := 0; i+1 < len(pairs); i += 2 {
			if !reflect.DeepEqual(pairs[i], pairs[i+1]) {
				wrong = append(wrong, fmt.Errorf("the directory has %#v, want %#v", pairs[i], pairs[i+1]))
			}
		}
		return errors.Join(wrong...)
	})
}
