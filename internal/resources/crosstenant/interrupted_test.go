package crosstenant_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	emulated "github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
)

const continues = "Existing partner configuration will be continued"

// said is the output of the CLI, without its frames and line breaks.
func said(out string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(out, "│", " ")), " ")
}

// TestKilledCreate kills the provider around the second write. The next apply
// continues the same entry as created by it.
func TestKilledCreate(t *testing.T) {
	t.Parallel()
	const sync = partners + "/*/identitySynchronization"
	for name, test := range map[string]struct {
		at       acctest.Moment
		settings string
		writes   []string
	}{
		"before the second write": {
			acctest.Moment{Method: http.MethodPut, Path: sync},
			twoWrites,
			[]string{"POST", "POST", "PUT sync"},
		},
		"after the second write": {
			acctest.Moment{Method: http.MethodPut, Path: sync, CarriedOut: true, CLI: true},
			twoWrites,
			[]string{"POST", "PUT sync", "POST", "PATCH", "PATCH sync"},
		},
		"before the second write, with nothing in the first": {
			acctest.Moment{Method: http.MethodPut, Path: sync},
			`identity_synchronization = { user_sync_allowed = true, display_name = "Contoso" }`,
			[]string{"POST", "POST", "PUT sync"},
		},
		"after the first write": {
			acctest.Moment{Method: http.MethodPost, Path: partners, CarriedOut: true},
			twoWrites,
			[]string{"POST", "POST", "PUT sync"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t)
			s := acctest.NewWorkspace(t, w.Config(about(test.settings)))
			if out, killed := w.Kill(s, test.at, "apply", "-auto-approve"); !killed {
				t.Fatalf("the write was not made:\n%s", out)
			}
			plan := said(s.MustRun("plan"))
			for _, want := range []string{continues, acctest.ContosoID + ` exists in tenant "fabrikam"`, "A destroy will delete it", `on_destroy = "keep"`} {
				if !strings.Contains(plan, want) {
					t.Errorf("the plan does not say %q:\n%s", want, plan)
				}
			}
			if strings.Contains(plan, "MT025") {
				t.Errorf("the plan reports the entry as an existing one:\n%s", plan)
			}
			s.MustRun("apply", "-auto-approve")
			if err := synchronizes(w, true, "Contoso")(nil); err != nil {
				t.Error(err)
			}
			if got := sent(w); !slices.Equal(got, test.writes) {
				t.Errorf("the writes are %q, want %q", got, test.writes)
			}
			s.Unchanged()
			s.MustRun("destroy", "-auto-approve")
			if _, err := emulated.Partners.Get(w.World, acctest.FabrikamID, acctest.ContosoID); err == nil {
				t.Error("a destroy has left the entry")
			}
		})
	}
}

// sent lists the writes to the entry of these tests that reached the service.
func sent(w *acctest.World) []string {
	writes := w.Writes()
	for i, r := range writes {
		writes[i] = strings.NewReplacer(" "+partners+"/"+acctest.ContosoID+"/identitySynchronization", " sync",
			" "+partners+"/"+acctest.ContosoID, "", " "+partners, "").Replace(r)
	}
	return writes
}

// TestPlanOfContinuation follows the configured on_destroy, and reports no effect
// if that depends on unknown values.
func TestPlanOfContinuation(t *testing.T) {
	t.Parallel()
	w := start(t)
	s := acctest.NewWorkspace(t, w.Config(about(twoWrites)))
	if out, killed := w.Kill(s, acctest.Moment{Method: http.MethodPut}, "apply", "-auto-approve"); !killed {
		t.Fatalf("the write was not made:\n%s", out)
	}
	later := "\nresource \"terraform_data\" \"later\" {\n  input = true\n}\n"
	for name, c := range map[string]struct{ config, want string }{
		"kept":                           {about(twoWrites + "\n on_destroy = \"keep\""), `A destroy will keep it (on_destroy = "keep")`},
		"another block, not known":       {about(twoWrites+"\n automatic_user_consent = { inbound_allowed = terraform_data.later.output, outbound_allowed = true }") + later, continues},
		"a block that is set, not known": {about("inbound_trust = { is_mfa_accepted = terraform_data.later.output }") + later, "it is not known yet whether it contains more"},
		"another value":                  {about("inbound_trust = { is_mfa_accepted = false }"), "MT025"},
	} {
		s.Write(w.Config(c.config))
		if plan := said(s.MustRun("plan")); !strings.Contains(plan, c.want) {
			t.Errorf("%s: the plan does not say %q:\n%s", name, c.want, plan)
		}
	}
}

// TestContinuationIsRefused leaves the entry unchanged, and continues it later.
func TestContinuationIsRefused(t *testing.T) {
	t.Parallel()
	w := start(t)
	s := acctest.NewWorkspace(t, w.Config(about(twoWrites)))
	if out, killed := w.Kill(s, acctest.Moment{Method: http.MethodPut}, "apply", "-auto-approve"); !killed {
		t.Fatalf("the write was not made:\n%s", out)
	}
	refuseSync(w, http.MethodPut)
	out, err := s.Run("apply", "-auto-approve")
	if err == nil || !acctest.Message("Cannot finish cross-tenant access partner", "Graph refused PUT", "The entry existed before, and remains").MatchString(out) {
		t.Errorf("the refusal is reported as\n%s", out)
	}
	if err := w.NotSent(http.MethodDelete); err != nil {
		t.Error(err)
	}
	s.MustRun("apply", "-auto-approve")
	if err := synchronizes(w, true, "Contoso")(nil); err != nil {
		t.Error(err)
	}
}
