package guest_test

import (
	"fmt"
	"maps"
	"strconv"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

func TestOnDestroy(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		arguments string
		writes    []string
		stays     bool
		enabled   bool
	}{
		"default": {writes: []string{"DELETE /users/{id}"}},
		"delete":  {arguments: `on_destroy = "delete"`, writes: []string{"DELETE /users/{id}"}},
		"disable": {arguments: `on_destroy = "disable"`, writes: []string{"PATCH /users/{id}"}, stays: true},
		"keep":    {arguments: `on_destroy = "keep"`, stays: true, enabled: true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t)
			config := w.Config(invite(test.arguments))
			w.Test(
				resource.TestStep{Config: config, Check: acctest.Then(func() error { w.ForgetRequests(); return nil })},
				resource.TestStep{Config: config, Destroy: true, Check: w.Made(test.writes...)},
			)
			people := w.Guests(acctest.FabrikamID)
			if got := len(people) == 1; got != test.stays {
				t.Fatalf("the person stays: %v, want %v", got, test.stays)
			}
			if test.stays && people[0].AccountEnabled != test.enabled {
				t.Errorf("the person may sign in: %v, want %v", people[0].AccountEnabled, test.enabled)
			}
			if bin := w.RecycleBin(acctest.FabrikamID); (len(bin) == 0) != test.stays {
				t.Errorf("the recycle bin has %d people", len(bin))
			}
		})
	}
}

func TestOnDestroyCanBeChangedAlone(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.Test(
		resource.TestStep{Config: w.Config(invite(""))},
		resource.TestStep{
			PreConfig:         w.ForgetRequests,
			Config:            w.Config(invite(`on_destroy = "keep"`)),
			ConfigStateChecks: []statecheck.StateCheck{text("on_destroy", "keep")},
			Check:             w.Made(),
		},
		resource.TestStep{
			Config:            w.Config(invite("")),
			ConfigStateChecks: []statecheck.StateCheck{text("on_destroy", "delete")},
		},
	)
}

// TestDestroyOfADeletedUser deletes a user between refresh and destroy.
func TestDestroyOfADeletedUser(t *testing.T) {
	t.Parallel()
	w := start(t)
	config := w.Config(invite(`on_soft_deleted = "ignore"`))
	w.Test(
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig: func() { w.Remove(acctest.FabrikamID, w.Guest(acctest.FabrikamID, anaEmail).ID) },
			Config:    config, Destroy: true,
		},
	)
}

// TestDestroyNamesItsEffects checks the warnings of a plan that destroys.
func TestDestroyNamesItsEffects(t *testing.T) {
	t.Parallel()
	w := start(t)
	var config strings.Builder
	want := map[string]struct{ summary, detail string }{
		"delete":  {"User will be deleted", `is deleted in tenant "fabrikam": access and memberships end`},
		"disable": {"User will be disabled", `stays in tenant "fabrikam", but can no longer sign in`},
		"keep":    {"User will be kept with access", `stays in tenant "fabrikam" unchanged`},
	}
	for how := range want {
		config.WriteString(person(how, "fabrikam", how+"@partner.example", `on_destroy = "`+how+`"`))
	}
	var ear ear
	listening(t, &ear, resource.TestStep{Config: w.Config(config.String()), Check: acctest.Then(func() error {
		if n := len(ear.remarks()); n > 0 {
			return fmt.Errorf("the creation said %v", ear.remarks())
		}
		return nil
	})})
	said := map[string]remark{}
	for _, r := range ear.remarks() {
		said[r.email] = r
	}
	for how, effect := range want {
		email := how + "@partner.example"
		r := said[email]
		if r.severity != "WARNING" || r.summary != effect.summary || !strings.HasPrefix(r.detail, email+" "+effect.detail) {
			t.Errorf("on_destroy %q says %+v", how, r)
		}
	}
}

// TestDestroyShowsEveryEffect checks the output of the CLI: it merges warnings with
// the same summary, and must not merge different effects.
func TestDestroyShowsEveryEffect(t *testing.T) {
	t.Parallel()
	w := start(t)
	const imported = 20
	ids := make([]string, 0, imported)
	for i := range imported {
		ids = append(ids, strconv.Quote(w.Welcome(acctest.FabrikamID, fmt.Sprintf("imported%d@partner.example", i)).ID))
	}
	guests := []string{w.Welcome(acctest.FabrikamID, "one@partner.example").ID, w.Welcome(acctest.FabrikamID, "two@partner.example").ID, w.Welcome(acctest.FabrikamID, "three@partner.example").ID}
	s := acctest.NewWorkspace(t, w.Config(`
locals {
  invited  = { delete = 13, disable = 3 }
  imported = { for i, id in [`+strings.Join(ids, ", ")+`] : i => id }
  types    = { "`+acctest.ManagerID+`" = "Guest", "`+acctest.AdministratorID+`" = "Guest", "`+strings.Join(guests, `" = "Member", "`)+`" = "Member" }
}

resource "multitenant_b2b_invitation" "invited" {
  for_each = merge([for how, n in local.invited : { for i in range(n) : "${how}${i}" => how }]...)

  tenant     = "fabrikam"
  email      = "${each.key}@partner.example"
  on_destroy = each.value
}

import {
  for_each = local.imported
  to       = multitenant_b2b_invitation.imported[each.key]
  id       = "fabrikam/${each.value}"
}

resource "multitenant_b2b_invitation" "imported" {
  for_each = local.imported

  tenant = "fabrikam"
  email  = "imported${each.key}@partner.example"
}

resource "multitenant_guest_user_type" "colleague" {
  for_each = local.types

  tenant    = "fabrikam"
  user_id   = each.key
  user_type = each.value
}
`))
	s.MustRun("apply", "-auto-approve")
	warnings := strings.Split(s.MustRun("plan", "-destroy"), "Warning: ")[1:]
	want := map[string]string{
		"User will be deleted":            "(and 12 more similar warnings elsewhere)",
		"User will be kept with access":   "(and 19 more similar warnings elsewhere)",
		"User will be disabled":           "(and 2 more similar warnings elsewhere)",
		"User will become a Member again": "(and one more similar warning elsewhere)",
		"User will become a Guest again":  "(and 2 more similar warnings elsewhere)",
	}
	if len(warnings) != len(want) {
		t.Errorf("the plan has %d warnings, want %d", len(warnings), len(want))
	}
	for _, warning := range warnings {
		summary, rest, _ := strings.Cut(warning, "\n")
		if more, known := want[summary]; !known || !strings.Contains(rest, more) {
			t.Errorf("the plan says\n%s", warning)
		}
	}
	w.ForgetRequests()
	s.MustRun("destroy", "-auto-approve")
	counts := map[string]int{}
	for _, request := range w.Writes() {
		method, _, _ := strings.Cut(request, " ")
		counts[method]++
	}
	// Three users are disabled, and the type of five is restored.
	if want := map[string]int{"DELETE": 13, "PATCH": 3 + 2 + 3}; !maps.Equal(counts, want) {
		t.Errorf("the destroy wrote %v, want %v", counts, want)
	}
}
