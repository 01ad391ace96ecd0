package synchronization_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/provisioning"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// limit is the threshold of the synchronization of these tests.
const limit = 3

// limited is an estate whose group is the scope of a synchronization with a
// threshold, and whose target admits it. Six users are members.
func limited() *acctest.Estate {
	e := withGroup(acctest.Object{"members": members(0, 6)})
	contoso := e.Tenant(acctest.Contoso)
	contoso.Synchronizations = []acctest.Object{{
		"id": principalID, "displayName": "To Fabrikam", "assignedTo": []any{name},
		"secrets": acctest.Object{
			"CompanyId": acctest.FabrikamID, "SyncAll": "false",
			"SyncNotificationSettings": acctest.Object{"Enabled": true, "DeleteThresholdEnabled": true, "DeleteThresholdValue": limit},
		},
	}}
	contoso.CrossTenantAccess["partners"] = []acctest.Object{{
		"tenantId": acctest.FabrikamID, "automaticUserConsentSettings": acctest.Object{"outboundAllowed": true},
	}}
	e.Tenant(acctest.Fabrikam).CrossTenantAccess["partners"] = []acctest.Object{{
		"tenantId": acctest.ContosoID, "automaticUserConsentSettings": acctest.Object{"inboundAllowed": true},
		"identitySynchronization": acctest.Object{"userSyncInbound": acctest.Object{"isSyncAllowed": true}},
	}}
	return e
}

// cycle runs the only job once.
func cycle(t *testing.T, w *acctest.World) provisioning.Report {
	t.Helper()
	reports := w.Synchronize()
	if len(reports) != 1 {
		t.Fatalf("the reports are %+v", reports)
	}
	return reports[0]
}

// quarantined reports whether the job is in quarantine because of its deletions.
func quarantined(t *testing.T, w *acctest.World) bool {
	t.Helper()
	s, err := provisioning.Find(w.World, acctest.ContosoID, principalID)
	if err != nil {
		t.Fatal(err)
	}
	q := s.Jobs[0].Status.Quarantine
	return q != nil && q.Reason == "TooManyDeletes"
}

// leaving is the group, adopted, without the first n of its six members.
func leaving(w *acctest.World, n int, arguments ...string) string {
	return w.Config(group(append(arguments, set("members", members(n, 6)), `on_existing = "adopt"`)...))
}

// off turns off MT054 in addition to the checks that are not the subject.
func off(config string) string { return acctest.PlanChecks(config, `MT051 = "off"`, `MT054 = "off"`) }

// TestScopeLossAgreesWithTheEngine: a plan without MT054 never ends in quarantine,
// whether the threshold holds deletions back when it is met or when it is exceeded.
func TestScopeLossAgreesWithTheEngine(t *testing.T) {
	t.Parallel()
	for _, inclusive := range []bool{false, true} {
		for n := limit - 1; n <= limit+1; n++ {
			t.Run(fmt.Sprintf("%d leave, inclusive %t", n, inclusive), func(t *testing.T) {
				t.Parallel()
				w := acctest.StartWith(t, limited(), kernel.Options{Settings: settings.With(func(s *settings.Settings) { s.DeleteThresholdIsInclusive = inclusive })})
				steps := []resource.TestStep{{Config: unguarded(leaving(w, 0)), Check: acctest.Then(func() error {
					if r := cycle(t, w); r.Created != 6 {
						return fmt.Errorf("the first cycle is %+v", r)
					}
					return nil
				})}}
				if n >= limit {
					steps = append(steps, resource.TestStep{
						Config: unguarded(leaving(w, n)),
						ExpectError: acctest.Message("MT054", fmt.Sprintf("takes %d users out of the scope", n), `"To Fabrikam"`, `tenant "contoso"`,
							fmt.Sprintf("deletions is %d", limit), "ForceDeletes"),
					}, resource.TestStep{Config: off(leaving(w, n))})
				} else {
					steps = append(steps, resource.TestStep{Config: unguarded(leaving(w, n))})
				}
				w.Test(steps...)
				r := cycle(t, w)
				if held := n > limit || n == limit && inclusive; held != quarantined(t, w) || held != (r.Staged == n) || held == (r.Deleted == n) {
					t.Errorf("the cycle is %+v", r)
				}
			})
		}
	}
}

// TestScopeLossOfGroups: a group that is unassigned or deleted takes its members out
// of scope, and groups of one plan count together.
func TestScopeLossOfGroups(t *testing.T) {
	t.Parallel()
	for what, test := range map[string]struct {
		before, after func(w *acctest.World) string
		says          string
	}{
		"unassigned": {
			func(w *acctest.World) string { return leaving(w, 0, assigned) },
			func(w *acctest.World) string { return leaving(w, 0, "service_principal_ids = []") },
			"takes 7 users",
		},
		"deleted": {
			func(w *acctest.World) string { return leaving(w, 0, `on_destroy = "delete"`) },
			func(w *acctest.World) string { return w.Config("") },
			"takes 7 users",
		},
		"adopted with fewer members": {
			func(w *acctest.World) string { return w.Config("") },
			func(w *acctest.World) string { return leaving(w, 4) },
			"takes 4 users",
		},
		"members that were not configured": {
			func(w *acctest.World) string { return w.Config(group(`on_existing = "adopt"`)) },
			func(w *acctest.World) string { return leaving(w, 5) },
			"takes 5 users",
		},
		"two groups": {
			func(w *acctest.World) string { return leaving(w, 0) + alsoLeaving(0) },
			func(w *acctest.World) string { return leaving(w, 2) + alsoLeaving(2) },
			"takes 2 users out of the scope of synchronization \"To Fabrikam\" of tenant \"contoso\", by group",
		},
		"known in the apply": {
			func(w *acctest.World) string { return leaving(w, 0) },
			func(w *acctest.World) string {
				return w.Config(fmt.Sprintf("resource \"terraform_data\" \"later\" {\n  input = [\"%s\"]\n}\n", member(5)) +
					group("members = terraform_data.later.output", `on_existing = "adopt"`))
			},
			"takes 5 users",
		},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			w := acctest.Start(t, withSecond())
			w.Test(
				resource.TestStep{Config: unguarded(test.before(w))},
				resource.TestStep{Config: unguarded(test.after(w)), ExpectError: acctest.Message("MT054", test.says)},
				resource.TestStep{Config: off(test.after(w))},
			)
		})
	}
}

// TestScopeLossWithoutDeletions: a job whose flowTypes have no Delete deletes no user,
// so none is counted.
func TestScopeLossWithoutDeletions(t *testing.T) {
	t.Parallel()
	e := limited()
	e.Tenant(acctest.Contoso).Synchronizations[0]["job"] = acctest.Object{
		"schedule": acctest.Object{"state": "Active"}, "status": acctest.Object{"code": "Active"},
		"schema": acctest.SyncSchema(acctest.Object{"flowTypes": "Add, Update"}, nil, nil),
	}
	w := acctest.Start(t, e)
	w.Test(
		resource.TestStep{Config: unguarded(leaving(w, 0)), Check: acctest.Then(func() error { cycle(t, w); return nil })},
		resource.TestStep{Config: unguarded(leaving(w, 5))},
	)
	if r := cycle(t, w); quarantined(t, w) || r.Deleted > 0 || arrived(t, w)["Member"]+arrived(t, w)["Guest"] != 6 {
		t.Errorf("the cycle is %+v, and %v are in the target", r, arrived(t, w))
	}
}

// withSecond is an estate with a second group in the scope, of the same users.
func withSecond() *acctest.Estate {
	e := limited()
	contoso := e.Tenant(acctest.Contoso)
	contoso.Groups = append(contoso.Groups, acctest.Object{
		"id": "eeeeeeee-0000-4000-8000-000000000011", "displayName": "second", "mailNickname": "second", "mailEnabled": false, "securityEnabled": true,
		"members": members(0, 6),
	})
	contoso.Synchronizations[0]["assignedTo"] = []any{name, "second"}
	return e
}

// alsoLeaving is the second group without the first n of its members.
func alsoLeaving(n int) string {
	return fmt.Sprintf("\nresource \"multitenant_sync_scope_group\" \"second\" {\n  tenant = \"contoso\"\n  display_name = \"second\"\n  on_existing = \"adopt\"\n  %s\n}\n",
		set("members", members(n, 6)))
}

// TestScopeLossThatIsOpen: what cannot be counted or read is a warning of the plan.
func TestScopeLossThatIsOpen(t *testing.T) {
	t.Parallel()
	rule := `membership_rule = "(user.department -eq \"Sales\")"`
	refused := on(http.MethodGet, "/servicePrincipals/*/synchronization/*", wire.Fault{Status: 403})
	refused.Times = 0
	for what, test := range map[string]struct {
		after  func(w *acctest.World) string
		begin  func(w *acctest.World)
		change settings.Change
		says   []string
	}{
		"a rule": {
			func(w *acctest.World) string { return w.Config(group(rule, `on_existing = "adopt"`)) }, nil, nil,
			[]string{"Users who leave the scope cannot be counted", `"To Fabrikam", which is 3 (MT054)`, "Members will be removed and evaluated again"},
		},
		"no permission": {
			func(w *acctest.World) string { return leaving(w, 5) }, func(w *acctest.World) { w.Fault(refused) }, nil,
			[]string{"Plan check skipped", "MT031, MT042, MT054, MT081 could not be checked in tenant \"contoso\"", "Synchronization.Read.All"},
		},
		"masked": {
			func(w *acctest.World) string { return leaving(w, 5) }, nil, settings.With(func(s *settings.Settings) { s.SecretsAreMasked = true }),
			[]string{"Plan check skipped", `MT054 could not be checked for synchronization "To Fabrikam"`, "Graph masks secrets"},
		},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			w := acctest.StartWith(t, limited(), kernel.Options{Settings: test.change})
			s := acctest.NewWorkspace(t, unguarded(leaving(w, 0)))
			s.MustRun("apply", "-auto-approve")
			if test.begin != nil {
				test.begin(w)
			}
			s.Write(unguarded(test.after(w)))
			out := strings.Join(strings.Fields(strings.ReplaceAll(s.MustRun("plan"), "│", " ")), " ")
			for _, want := range test.says {
				if !strings.Contains(out, want) {
					t.Errorf("the plan does not say %q:\n%s", want, out)
				}
			}
		})
	}
}

// TestScopeLossCostsNothingWithoutLeavers: a plan in which users only enter the scope
// reads no synchronization.
func TestScopeLossCostsNothingWithoutLeavers(t *testing.T) {
	t.Parallel()
	e := limited()
	e.Tenant(acctest.Contoso).Groups[0]["members"] = members(0, 3)
	w := acctest.Start(t, e)
	s := acctest.NewWorkspace(t, unguarded(w.Config(group(set("members", members(0, 3)), `on_existing = "adopt"`))))
	s.MustRun("apply", "-auto-approve")
	s.Write(unguarded(leaving(w, 0)))
	w.ForgetRequests()
	s.MustRun("plan")
	for _, r := range w.Requests() {
		if strings.Contains(r, "servicePrincipals") {
			t.Errorf("the plan asks %s", r)
		}
	}
}
