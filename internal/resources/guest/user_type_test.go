package guest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

const setting = "multitenant_guest_user_type.it"

// becomes is the resource of these tests; user is an expression or a quoted id.
func becomes(user, userType string, arguments ...string) string {
	return fmt.Sprintf(`
resource "multitenant_guest_user_type" "it" {
  tenant    = "fabrikam"
  user_id   = %s
  user_type = %q
  %s
}
`, user, userType, strings.Join(arguments, "\n  "))
}

func quoted(id string) string { return `"` + id + `"` }

// shown is Ana as a guest of Fabrikam, visible in the address book.
func shown(w *acctest.World) *directory.User {
	u := w.Welcome(acctest.FabrikamID, anaEmail)
	w.Change(acctest.FabrikamID, u.ID, map[string]any{"showInAddressList": true})
	w.ForgetRequests()
	return u
}

func plannedSetting(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(setting, action)}}
}

func settingIs(values map[string]string) []statecheck.StateCheck {
	var checks []statecheck.StateCheck
	for name, value := range values {
		checks = append(checks, statecheck.ExpectKnownValue(setting, tfjsonpath.New(name), knownvalue.StringExact(value)))
	}
	return checks
}

// typeOf expects a user's type in the directory.
func typeOf(w *acctest.World, id, want string) resource.TestCheckFunc {
	return acctest.Then(func() error {
		u, err := directory.Users.Get(w.World, acctest.FabrikamID, id)
		if err == nil && u.UserType != want {
			err = fmt.Errorf("user %s is a %s, want a %s", id, u.UserType, want)
		}
		return err
	})
}

func TestUserTypeLife(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		user          func(*acctest.World) string
		first, second string
		external      bool
	}{
		"external guest":  {func(w *acctest.World) string { return shown(w).ID }, "Guest", "Member", true},
		"internal member": {func(*acctest.World) string { return acctest.ManagerID }, "Member", "Guest", false},
		"internal guest": {func(w *acctest.World) string {
			w.Change(acctest.FabrikamID, acctest.ManagerID, map[string]any{"userType": "Guest"})
			return acctest.ManagerID
		}, "Guest", "Member", false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t)
			id := test.user(w)
			patch := w.Made("PATCH /users/{id}")
			w.Test(
				resource.TestStep{
					Config: w.Config(becomes(quoted(id), test.first)),
					ConfigStateChecks: append(settingIs(map[string]string{
						"id": acctest.FabrikamID + "/" + id, "tenant_id": acctest.FabrikamID, "user_type": test.first,
						"former_user_type": test.first, "on_destroy": "restore",
					}), statecheck.ExpectKnownValue(setting, tfjsonpath.New("external"), knownvalue.Bool(test.external))),
					Check: w.Made(),
				},
				resource.TestStep{
					Config:            w.Config(becomes(quoted(id), test.second)),
					ConfigPlanChecks:  plannedSetting(plancheck.ResourceActionUpdate),
					ConfigStateChecks: settingIs(map[string]string{"user_type": test.second, "former_user_type": test.first}),
					Check:             resource.ComposeAggregateTestCheckFunc(patch, typeOf(w, id, test.second)),
				},
				acctest.Unchanged(w.Config(becomes(quoted(strings.ToUpper(id)), test.second))),
				// These steps write nothing.
				resource.TestStep{
					PreConfig: w.ForgetRequests,
					Config:    w.Config(becomes(quoted(id), test.second, `timeouts = { create = "5m" }`)),
					Check:     w.Made(),
				},
				resource.TestStep{Config: w.Config(becomes(quoted(id), test.second)), Destroy: true},
			)
			if err := typeOf(w, id, test.first)(nil); err != nil {
				t.Errorf("after the destroy: %v", err)
			}
			if err := patch(nil); err != nil {
				t.Errorf("the destroy: %v", err)
			}
		})
	}
}

func TestUserTypeIsKept(t *testing.T) {
	t.Parallel()
	w := start(t)
	id := shown(w).ID
	w.Test(resource.TestStep{Config: w.Config(becomes(quoted(id), "Member", `on_destroy = "keep"`)), Check: w.Made("PATCH /users/{id}")})
	if err := resource.ComposeAggregateTestCheckFunc(w.Made("PATCH /users/{id}"), typeOf(w, id, "Member"))(nil); err != nil {
		t.Error(err)
	}
}

// TestOrderOfTheGuidance invites a guest and makes it a member in one apply.
func TestOrderOfTheGuidance(t *testing.T) {
	t.Parallel()
	for name, lag := range map[string]time.Duration{"at once": 0, "with replication lag": acctest.Lag} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.StartWith(t, acctest.Standard(), kernel.Options{Lag: lag})
			config := w.Config(invite("") + becomes(ana+".user_id", "Member"))
			w.Test(
				resource.TestStep{
					Config:            config,
					ConfigStateChecks: settingIs(map[string]string{"user_type": "Member", "former_user_type": "Guest"}),
					Check:             is(w, func(u *directory.User) { u.UserType, u.ProxyAddresses = "Member", []string{"SMTP:" + anaEmail} }),
				},
				acctest.Unchanged(config),
				resource.TestStep{Config: config, ConfigStateChecks: []statecheck.StateCheck{text("user_type", "Member"), text("invited_user_type", "Guest")}},
			)
			if left := w.Guests(acctest.FabrikamID); len(left) > 0 {
				t.Error("the guest is deleted in the end")
			}
		})
	}
}

// TestMemberTooEarlyAtApply cannot be detected in the plan: the guest does not
// exist yet.
func TestMemberTooEarlyAtApply(t *testing.T) {
	t.Parallel()
	w := acctest.StartWith(t, acctest.Standard(), kernel.Options{Settings: settings.With(func(s *settings.Settings) { s.NewGuestsAreHidden = true })})
	config := w.Config(invite("") + becomes(ana+".user_id", "Member"))
	w.Test(
		resource.TestStep{Config: config, ExpectError: acctest.Message("MT030", "hidden from the address book", "multitenant_gal_visibility", "Conditional Access")},
		resource.TestStep{
			PreConfig: func() {
				guest := w.Guest(acctest.FabrikamID, anaEmail)
				if guest.UserType != "Guest" {
					t.Error("the check has to stop the apply before it writes")
				}
				if err := w.Wrote("POST /invitations"); err != nil {
					t.Error(err)
				}
				w.Change(acctest.FabrikamID, guest.ID, map[string]any{"showInAddressList": true})
			},
			Config: config,
			Check:  w.Made("POST /invitations", "PATCH /users/{id}"),
		},
	)
}

func TestMemberTooEarlyAtPlan(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		patch    map[string]any
		contact  bool
		severity string
		want     []string
	}{
		"hidden":                    {patch: map[string]any{"showInAddressList": false}, want: []string{"MT030", "hidden from the address book"}},
		"hidden, warn":              {patch: map[string]any{"showInAddressList": false}, severity: "warn"},
		"hidden, off":               {patch: map[string]any{"showInAddressList": false}, severity: "off"},
		"visibility unknown":        {patch: map[string]any{"showInAddressList": nil}},
		"visible":                   {patch: map[string]any{"showInAddressList": true}},
		"visible, not mail-enabled": {patch: map[string]any{"showInAddressList": true}, contact: true, want: []string{"MT030", "not mail-enabled", "mail contact"}},
		"neither":                   {patch: map[string]any{"showInAddressList": false}, contact: true, want: []string{"MT030", "not mail-enabled and hidden"}},
		"neither, off":              {patch: map[string]any{"showInAddressList": false}, contact: true, severity: "off"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := acctest.Standard()
			if test.contact {
				e.Tenant(acctest.Fabrikam).Contacts = []acctest.Object{{
					"displayName": "Ana", "mail": anaEmail, "proxyAddresses": []string{"SMTP:" + anaEmail},
				}}
			}
			w := acctest.Start(t, e)
			id := w.Welcome(acctest.FabrikamID, anaEmail).ID
			w.Change(acctest.FabrikamID, id, test.patch)
			config := w.Config(becomes(quoted(id), "Member"))
			if test.severity != "" {
				config = acctest.Checking(config, test.severity, "MT030")
			}
			step := resource.TestStep{Config: config, Check: w.Made("PATCH /users/{id}")}
			if test.want != nil {
				step = resource.TestStep{Config: config, PlanOnly: true, ExpectError: acctest.Message(test.want...)}
			}
			w.Test(step)
			if writes := w.Writes(); test.want != nil && len(writes) > 0 {
				t.Errorf("the plan wrote: %v", writes)
			}
		})
	}
}

func TestUserTypeDrift(t *testing.T) {
	t.Parallel()
	w := start(t)
	id := shown(w).ID
	config := w.Config(becomes(quoted(id), "Member"))
	w.Test(
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig: func() {
				w.Change(acctest.FabrikamID, id, map[string]any{"userType": "Guest"})
				w.ForgetRequests()
			},
			Config:            config,
			ConfigPlanChecks:  plannedSetting(plancheck.ResourceActionUpdate),
			ConfigStateChecks: settingIs(map[string]string{"user_type": "Member", "former_user_type": "Guest"}),
			Check:             resource.ComposeAggregateTestCheckFunc(w.Made("PATCH /users/{id}"), typeOf(w, id, "Member")),
		},
		// The user does not exist, neither for a new type nor for the former one.
		resource.TestStep{
			PreConfig: func() {
				w.Remove(acctest.FabrikamID, id)
				w.ForgetRequests()
			},
			Config:           config,
			ConfigPlanChecks: plannedSetting(plancheck.ResourceActionCreate),
			ExpectError:      acctest.Message("Cannot make user "+id, `tenant "fabrikam" a Member`, "Request_ResourceNotFound"),
		},
		resource.TestStep{Config: config, Destroy: true},
	)
	if writes := w.Writes(); len(writes) > 0 {
		t.Errorf("writes for a deleted user: %v", writes)
	}
}

func TestAnotherUserIsAnotherSetting(t *testing.T) {
	t.Parallel()
	w := start(t)
	first, second := shown(w).ID, acctest.ManagerID
	w.Change(acctest.FabrikamID, second, map[string]any{"userType": "Guest"})
	w.Test(
		resource.TestStep{Config: w.Config(becomes(quoted(first), "Member"))},
		resource.TestStep{
			Config:           w.Config(becomes(quoted(second), "Member")),
			ConfigPlanChecks: plannedSetting(plancheck.ResourceActionDestroyBeforeCreate),
			Check:            resource.ComposeAggregateTestCheckFunc(typeOf(w, first, "Guest"), typeOf(w, second, "Member")),
		},
	)
	if people := w.Guests(acctest.FabrikamID); len(people) != 1 || people[0].ID != first {
		t.Error("no person is replaced")
	}
}
