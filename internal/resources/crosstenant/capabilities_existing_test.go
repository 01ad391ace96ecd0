package crosstenant_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// TestPlanNamesWhatCapabilitiesWiden: a creation has no state that shows the current
// values.
func TestPlanNamesWhatCapabilitiesWiden(t *testing.T) {
	t.Parallel()
	w := withTrust(t, held(mailTips, true, "group", salesGroup), held(profileCard, true, "user", "All"))
	s := acctest.NewWorkspace(t, w.Config(sees("capabilities = {}")))
	for name, test := range map[string]struct {
		config string
		want   []string
		not    string
	}{
		"widened": {
			sees("capabilities = { crossTenantMailTipsAll = { allowed = true } }"),
			[]string{
				"Existing capabilities will be modified", "crossTenantMailTipsAll is allowed for group " + salesGroup + ", and will be allowed for all users.",
				"This widens it: all users instead of group " + salesGroup + ".", `import them as "fabrikam/` + acctest.ContosoID + `"`,
			},
			profileCard,
		},
		"narrowed": {
			sees("capabilities = { crossTenantOpenProfileCard = { allowed = false } }"),
			[]string{"Existing capabilities will be modified", "crossTenantOpenProfileCard is allowed for all users, and will be blocked for all users."},
			"This widens it",
		},
		"same": {
			sees(`capabilities = { crossTenantMailTipsAll = { allowed = true, groups = ["` + salesGroup + `"] } }`), []string{"1 to add"}, "Existing capabilities",
		},
		"exclusive": {
			sees("exclusive = true\n capabilities = { crossTenantPlacesRoomBooking = { allowed = true } }"),
			[]string{
				"Other capabilities will be deleted", "crossTenantMailTipsAll, which is allowed for group " + salesGroup,
				"crossTenantOpenProfileCard, which is allowed for all users",
			},
			"Existing capabilities",
		},
		"not known": {
			sees("capabilities = { crossTenantMailTipsAll = { allowed = true, groups = [terraform_data.group.id] } }") + "\nresource \"terraform_data\" \"group\" {\n}\n",
			[]string{"Its planned value is not known yet, and may widen it."},
			profileCard,
		},
	} {
		s.Write(w.Config(test.config))
		plan := said(s.MustRun("plan"))
		for _, want := range test.want {
			if !strings.Contains(plan, want) {
				t.Errorf("%s: the plan does not say %q:\n%s", name, want, plan)
			}
		}
		if warnings, _, _ := strings.Cut(plan[strings.Index(plan, "Plan:"):], "Note:"); strings.Contains(warnings, test.not) {
			t.Errorf("%s: the plan says %q:\n%s", name, test.not, plan)
		}
	}
	if writes := w.Writes(); len(writes) > 0 {
		t.Errorf("planning has written %v", writes)
	}
}

// TestChangesThatWiden warns of a change of the configuration, of a change by hand
// that the apply reverts, and of a destroy that restores.
func TestChangesThatWiden(t *testing.T) {
	t.Parallel()
	const title = "Capabilities will be widened"
	w := withTrust(t, held(mailTips, true, "user", "All"))
	group := w.Config(sees(`capabilities = { crossTenantMailTipsAll = { allowed = true, groups = ["` + salesGroup + `"] } }`))
	s := acctest.NewWorkspace(t, group)
	if out := said(s.MustRun("apply", "-auto-approve")); strings.Contains(out, title) {
		t.Errorf("nothing is widened, and the apply says\n%s", out)
	}
	expect := func(what string, want ...string) {
		t.Helper()
		args := []string{"plan"}
		if what == "destroy" {
			args = append(args, "-destroy")
		}
		plan := said(s.MustRun(args...))
		for _, text := range append(want, title) {
			if !strings.Contains(plan, text) {
				t.Errorf("%s: the plan does not say %q:\n%s", what, text, plan)
			}
		}
	}
	expect("destroy", "The destroy shows more of the users of tenant \"fabrikam\" to the users of tenant "+acctest.ContosoID,
		"crossTenantMailTipsAll: all users instead of group "+salesGroup)
	s.Write(w.Config(sees(`capabilities = { crossTenantMailTipsAll = { allowed = true, groups = ["` + salesGroup + `", "` + otherGroup + `"] } }`)))
	expect("change", "The apply shows more", "crossTenantMailTipsAll: also group "+otherGroup)
	byHand(t, w, mailTips, access(false, "user", "All"))
	s.Write(group)
	expect("drift", "crossTenantMailTipsAll: it is blocked so far")
	s.Write(w.Config(sees("capabilities = {}")))
	expect("removal", "crossTenantMailTipsAll: it is blocked so far")
	addedByHand(t, w, profileCard, access(false, "user", "All"))
	s.Write(w.Config(sees(`capabilities = { crossTenantMailTipsAll = { allowed = false }, crossTenantOpenProfileCard = { allowed = true } }`)))
	expect("a new one", "crossTenantOpenProfileCard: it is blocked so far")
}

// TestBlockThatIsDeleted: without the block of the partner, the default applies.
func TestBlockThatIsDeleted(t *testing.T) {
	t.Parallel()
	w := withTrust(t)
	s := acctest.NewWorkspace(t, w.Config(sees("capabilities = { crossTenantMailTipsAll = { allowed = false } }")))
	s.MustRun("apply", "-auto-approve")
	plan := said(s.MustRun("plan", "-destroy"))
	if want := "crossTenantMailTipsAll is blocked for all users, and will be deleted: the default of the tenant applies."; !strings.Contains(plan, want) {
		t.Errorf("the plan does not say %q:\n%s", want, plan)
	}
}

// TestCapabilityNarrowedAfterThePlan is not widened by the apply of that plan.
func TestCapabilityNarrowedAfterThePlan(t *testing.T) {
	t.Parallel()
	w := withTrust(t)
	all := w.Config(sees("capabilities = { crossTenantMailTipsAll = { allowed = true } }"))
	s := acctest.NewWorkspace(t, w.Config(sees("capabilities = { crossTenantMailTipsAll = { allowed = false } }")))
	s.MustRun("apply", "-auto-approve")
	s.Write(all)
	s.MustRun("plan", "-out", "plan.bin")
	byHand(t, w, mailTips, access(true, "group", salesGroup))
	w.ForgetRequests()
	out, err := s.Run("apply", "plan.bin")
	if err == nil || !acctest.Message("was changed in the meantime", "all users instead of group "+salesGroup, "Plan again").MatchString(out) {
		t.Errorf("the apply says\n%s", out)
	}
	if writes := w.Writes(); len(writes) > 0 {
		t.Errorf("it has written %v", writes)
	}
	s.MustRun("apply", "-auto-approve")
}

// TestImportedCapabilities keeps what the configuration does not name, and what the
// destroy finds as it was imported.
func TestImportedCapabilities(t *testing.T) {
	t.Parallel()
	w := withTrust(t, held(mailTips, true, "group", salesGroup), held(profileCard, true, "user", "All"))
	group, every := access(true, "group", salesGroup), access(true, "user", "All")
	s := acctest.NewWorkspace(t, w.Config(sees(`capabilities = { crossTenantMailTipsAll = { allowed = true, groups = ["`+salesGroup+`"] } }`)))
	s.MustRun("import", visible, "fabrikam/contoso")
	s.MustRun("apply", "-auto-approve")
	if writes := w.Writes(); len(writes) > 0 {
		t.Errorf("the apply of what was imported has written %v", writes)
	}
	s.Write(w.Config(sees("capabilities = { crossTenantMailTipsAll = { allowed = true } }")))
	s.MustRun("apply", "-auto-approve")
	if err := shows(w, acctest.ContosoID, map[string]map[string]any{mailTips: every, profileCard: every})(nil); err != nil {
		t.Error(err)
	}
	s.MustRun("destroy", "-auto-approve")
	if err := shows(w, acctest.ContosoID, map[string]map[string]any{mailTips: group, profileCard: every})(nil); err != nil {
		t.Error(err)
	}
	for id, want := range map[string]string{"fabrikam/tailspin": "has no partner configuration", "fabrikam/nowhere": "Cannot import", "fabrikam": "is not in the format"} {
		if out, err := s.Run("import", visible, id); err == nil || !strings.Contains(said(out), want) {
			t.Errorf("the import of %s says\n%s", id, out)
		}
	}
}

// TestCapabilitiesRightAfterApply runs commands while replicas lag behind, also behind
// a partner of the same apply.
func TestCapabilitiesRightAfterApply(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, withoutEntry())
	w.SetLag(time.Minute)
	both := w.Config(about("m365_collaboration_inbound = { users = "+allUsers+" }") + strings.Replace(
		sees("capabilities = {\n crossTenantMailTipsAll = { allowed = true }\n crossTenantOpenProfileCard = { allowed = true }\n}"),
		`"`+acctest.ContosoID+`"`, contoso+".partner_tenant_id", 1))
	s := acctest.NewWorkspace(t, both)
	s.MustRun("apply", "-auto-approve")
	s.Unchanged()
	s.MustRun("destroy", "-auto-approve")
	s.MustRun("apply", "-auto-approve")
	s.MustRun("destroy", "-auto-approve", "-refresh=false")
	if err := shows(w, acctest.ContosoID, nil)(nil); err != nil {
		t.Error(err)
	}
}

// TestLostAnswersOfCapabilities finds the write of which the answer was lost.
func TestLostAnswersOfCapabilities(t *testing.T) {
	t.Parallel()
	w := withTrust(t)
	lose := func(method string) func() {
		return func() { w.Fault(wire.Fault{Method: method, Path: ofContoso + "*", DropResponse: true, Times: 1}) }
	}
	all := w.Config(sees("capabilities = { crossTenantMailTipsAll = { allowed = true } }"))
	group := w.Config(sees(`capabilities = { crossTenantMailTipsAll = { allowed = true, groups = ["` + salesGroup + `"] } }`))
	w.Fault(wire.Fault{Method: http.MethodGet, Path: ofContoso, Status: 503, Times: 1})
	w.Test(
		resource.TestStep{PreConfig: func() { w.Fault(wire.Fault{Method: http.MethodPost, Path: ofContoso, DropResponse: true, Times: 1}) }, Config: all},
		acctest.Unchanged(all),
		resource.TestStep{
			PreConfig: lose(http.MethodPatch), Config: group,
			Check: shows(w, acctest.ContosoID, map[string]map[string]any{mailTips: access(true, "group", salesGroup)}),
		},
		resource.TestStep{PreConfig: lose(http.MethodDelete), Config: w.Config(sees("capabilities = {}")), Check: shows(w, acctest.ContosoID, nil)},
	)
}

// TestKilledCapabilities: what a killed apply has written is continued, and exists for
// the next one.
func TestKilledCapabilities(t *testing.T) {
	t.Parallel()
	w := withTrust(t)
	two := w.Config(sees("capabilities = {\n crossTenantMailTipsAll = { allowed = true }\n crossTenantOpenProfileCard = { allowed = true }\n}"))
	s := acctest.NewWorkspace(t, two)
	if out, killed := w.Kill(s, acctest.Moment{Method: http.MethodPost, Path: ofContoso, CarriedOut: true}, "apply", "-auto-approve"); !killed {
		t.Fatalf("the write was not made:\n%s", out)
	}
	s.MustRun("apply", "-auto-approve")
	s.Unchanged()
	every := access(true, "user", "All")
	if err := shows(w, acctest.ContosoID, map[string]map[string]any{mailTips: every, profileCard: every})(nil); err != nil {
		t.Error(err)
	}
	s.MustRun("destroy", "-auto-approve")
	if err := shows(w, acctest.ContosoID, map[string]map[string]any{mailTips: every})(nil); err != nil {
		t.Error(err)
	}
}
