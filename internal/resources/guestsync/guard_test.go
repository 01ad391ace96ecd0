package guestsync_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// expel removes members from the group.
func expel(t *testing.T, w *acctest.World, from, to int) {
	t.Helper()
	for i := from; i <= to; i++ {
		leave(t, w, groupID, i)
	}
}

// leave removes a member from a group, and join adds one.
func leave(t *testing.T, w *acctest.World, group string, n int) {
	t.Helper()
	if err := directory.Groups.Unlink(w.World, acctest.ContosoID, group, "members", userID(n)); err != nil {
		t.Fatal(err)
	}
}

func join(t *testing.T, w *acctest.World, group string, n int) {
	t.Helper()
	if err := directory.Groups.Link(w.World, acctest.ContosoID, group, "members", userID(n)); err != nil {
		t.Fatal(err)
	}
}

// TestGuards stops a plan that would remove more than on_leave allows, before anything
// is written, and lets it pass once the limits are raised.
func TestGuards(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, populated(5))
	config := w.Config(guestSync())
	none := `{"value":[]}`
	emptied := wire.Fault{
		Service: wire.Graph, Method: http.MethodGet, Path: "/groups/*/transitiveMembers/**", Tenant: acctest.Contoso, Status: http.StatusOK, Body: &none,
		ContentType: "application/json",
	}
	raised := w.Config(guestSync(`on_leave = { action = "delete", after_days = 30, first = "hide", max_people = 3, max_percent = -1 }`))
	w.Test(
		resource.TestStep{Config: config},
		// A change of the settings.
		resource.TestStep{
			PreConfig:   w.ForgetRequests,
			Config:      w.Config(guestSync(fmt.Sprintf(`scope = { filter = "userPrincipalName eq '%s'" }`, upn(1)))),
			ExpectError: regexp.MustCompile(`MT080[\s\S]*4 of 5 users[\s\S]*on_leave allows 2[\s\S]*at least 4`),
		},
		// A source that answers empty.
		resource.TestStep{
			PreConfig: func() { wrote(t, w); w.ForgetRequests(); w.Fault(emptied) },
			Config:    config, ExpectError: regexp.MustCompile(`MT080[\s\S]*has no\s+user`),
		},
		resource.TestStep{
			PreConfig: func() { wrote(t, w); w.Server().Faults().Clear(); expel(t, w, 1, 3); w.ForgetRequests() },
			Config:    config, ExpectError: regexp.MustCompile(`MT080[\s\S]*3 of 5 users[\s\S]*on_leave allows 2[\s\S]*at least 3`),
		},
		resource.TestStep{
			PreConfig: func() { wrote(t, w) },
			Config:    raised, ConfigPlanChecks: before(shows("hide", 3)), ConfigStateChecks: []statecheck.StateCheck{number("people", 2)},
			Check: w.Made("PATCH /users/{id}", "PATCH /users/{id}", "PATCH /users/{id}"),
		},
		// A group that was emptied stops the plan even within the limits.
		resource.TestStep{
			PreConfig: func() { expel(t, w, 4, 5); w.ForgetRequests() },
			Config:    raised, ExpectError: regexp.MustCompile(`MT080[\s\S]*has no\s+user`),
		},
		resource.TestStep{PreConfig: func() { wrote(t, w) }, Config: acctest.PlanChecks(raised, `MT080 = "warn"`)},
	)
}

// wrote expects that the failed step before has written nothing.
func wrote(t *testing.T, w *acctest.World) {
	t.Helper()
	if err := w.Wrote(); err != nil {
		t.Error(err)
	}
}

// TestWithholding lets no value of a withheld user cross, and hides a user who is
// withheld later.
func TestWithholding(t *testing.T) {
	t.Parallel()
	const canary = "CANARY"
	e := populated(3)
	for _, u := range e.Tenant(acctest.Contoso).Users {
		u["officeLocation"], u["city"] = canary, canary
		if u["userPrincipalName"] == upn(3) {
			u["displayName"], u["department"] = canary, canary
			u["onPremisesExtensionAttributes"] = acctest.Object{"extensionAttribute7": "itar"}
		}
	}
	w := acctest.Start(t, e)
	config := w.Config(guestSync(`withhold_if = { attribute = "extensionAttribute7", equals = "ITAR" }`))
	w.Test(
		resource.TestStep{Config: config, ConfigStateChecks: []statecheck.StateCheck{number("people", 2), number("refused", 0)}},
		resource.TestStep{
			PreConfig: func() {
				w.Change(acctest.ContosoID, userID(2), acctest.Object{
					"onPremisesExtensionAttributes": acctest.Object{"extensionAttribute7": "ITAR"}, "displayName": canary, "department": canary,
				})
			},
			Config: config, ConfigPlanChecks: before(shows("hide", 1), shows("update", 0)),
		},
	)
	absent(t, w, canary, upn(3))
}

// absent expects that none of the texts has reached Fabrikam: in its users, or in the
// path of a request.
func absent(t *testing.T, w *acctest.World, texts ...string) {
	t.Helper()
	users, err := json.Marshal(w.People(acctest.FabrikamID))
	if err != nil {
		t.Fatal(err)
	}
	reached := []string{string(users)}
	for _, e := range w.Entries(wire.Filter{Tenant: acctest.Fabrikam, Service: wire.Graph}) {
		path, err := url.PathUnescape(e.Path)
		if err != nil {
			t.Fatal(err)
		}
		reached = append(reached, path)
	}
	if len(reached) < 5 {
		t.Errorf("only %d requests were made", len(reached)-1)
	}
	for _, where := range reached {
		for _, text := range texts {
			if strings.Contains(strings.ToLower(where), strings.ToLower(text)) {
				t.Errorf("%s is in %s", text, where)
			}
		}
	}
}

// TestUnreadableAttribute stops the plan if withheld users cannot be told: without the
// permission, and if the service leaves the attribute out.
func TestUnreadableAttribute(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, populated(2))
	body := fmt.Sprintf(`{"value":[{"id":%q}]}`, userID(1))
	unreadable := wire.Fault{
		Service: wire.Graph, Method: http.MethodGet, Path: "/users", Tenant: acctest.Contoso, Times: 1, Status: http.StatusOK, Body: &body,
		ContentType: "application/json",
	}
	stopped := regexp.MustCompile(`Withheld users cannot be determined[\s\S]*extensionAttribute7`)
	const withheld = `withhold_if = { attribute = "extensionAttribute7", equals = "ITAR" }`
	config := guestSync(withheld)
	everyone := w.Config(guestSync(withheld, "scope = { all_users = true }"))
	w.Test(
		resource.TestStep{PreConfig: func() { w.Fault(unreadable) }, Config: w.Config(config), ExpectError: stopped},
		resource.TestStep{PreConfig: func() { wrote(t, w) }, Config: everyone},
		// No user of the home tenant has changed.
		resource.TestStep{
			PreConfig: func() {
				w.Change(acctest.FabrikamID, guest(w, 1).ID, acctest.Object{"companyName": "Northwind"})
				w.ForgetRequests()
				w.Fault(unreadable)
			},
			Config: everyone, ExpectError: stopped,
		},
	)
	wrote(t, w)
	e := populated(2)
	e.Tenant(acctest.Contoso).Applications[0].Permissions = []string{"User.ReadBasic.All", "GroupMember.Read.All"}
	poor := acctest.Start(t, e)
	poor.Test(resource.TestStep{Config: acctest.PlanChecks(poor.Config(config), `MT081 = "off"`), ExpectError: regexp.MustCompile(`Withheld users cannot be determined`)})
	wrote(t, poor)
}
