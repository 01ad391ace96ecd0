package collaboration_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/invitation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

const (
	fabrikamDomains = "multitenant_domain_list.fabrikam"
	domainsPath     = "/policies/b2bManagementPolicies"
)

// domains is the list of a tenant.
func domains(tenant, arguments string) string {
	return fmt.Sprintf(`
resource "multitenant_domain_list" "%[1]s" {
  tenant = %[1]q
  %[2]s
}
`, tenant, arguments)
}

// listed compares Fabrikam's domain lists.
func listed(w *acctest.World, want invitation.DomainLists) resource.TestCheckFunc {
	return acctest.Then(func() error {
		var got invitation.DomainLists
		err := w.Read(acctest.FabrikamID, func(d *kernel.Directory, _ kernel.Moment) error {
			got = invitation.Lists(d)
			return nil
		})
		if err == nil && (!slices.Equal(got.Allowed, want.Allowed) || !slices.Equal(got.Blocked, want.Blocked)) {
			err = fmt.Errorf("the lists are %v, want %v", got, want)
		}
		return err
	})
}

// define replaces Fabrikam's policy, without Terraform.
func define(t *testing.T, w *acctest.World, definition string) {
	t.Helper()
	if err := w.Write(acctest.FabrikamID, func(d *kernel.Directory, at kernel.Moment) error {
		return invitation.SetDefinition(d, definition, at)
	}); err != nil {
		t.Fatal(err)
	}
}

func allowing(domains ...string) invitation.DomainLists {
	return invitation.DomainLists{Allowed: domains}
}

func blocking(domains ...string) invitation.DomainLists {
	return invitation.DomainLists{Blocked: domains}
}

func TestDomainListLifecycle(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, estate())
	blocks := w.Config(domains("fabrikam", `blocked_domains = ["a.example", "B.example"]`))
	allows := w.Config(domains("fabrikam", `allowed_domains = ["c.example"]`))
	w.Test(
		resource.TestStep{
			PreConfig:         w.ForgetRequests,
			Config:            blocks,
			ConfigStateChecks: []statecheck.StateCheck{acctest.Value(fabrikamDomains, "id", knownvalue.StringExact(acctest.FabrikamID+"/domains"))},
			Check:             resource.ComposeAggregateTestCheckFunc(w.Made("POST "+domainsPath), listed(w, blocking("B.example", "a.example"))),
		},
		acctest.Unchanged(blocks),
		// The case of a domain is no change for the service.
		resource.TestStep{PreConfig: w.ForgetRequests, Config: w.Config(domains("fabrikam", `blocked_domains = ["A.example", "b.example"]`)), Check: w.Made()},
		resource.TestStep{Config: allows, Check: listed(w, allowing("c.example"))},
		resource.TestStep{
			PreConfig: func() {
				define(t, w, `{"B2BManagementPolicy":{"InvitationsAllowedAndBlockedDomainsPolicy":{"AllowedDomains":["d.example"],"BlockedDomains":[]}}}`)
			},
			Config: allows, ConfigPlanChecks: acctest.Planned(fabrikamDomains, plancheck.ResourceActionUpdate),
			Check: listed(w, allowing("c.example")),
		},
		resource.TestStep{Config: w.Config(domains("fabrikam", `blocked_domains = []`)), Check: listed(w, blocking())},
		resource.TestStep{Config: allows},
		resource.TestStep{ResourceName: fabrikamDomains, ImportState: true, ImportStateId: "fabrikam/domains", ImportStateVerify: true, ImportStateVerifyIgnore: []string{"former"}},
		resource.TestStep{
			ResourceName: fabrikamDomains, ImportState: true, ImportStateId: "contoso/domains",
			ExpectError: acctest.Message("Cannot import domain list", `tenant "contoso" has no domain list`),
		},
	)
	if err := listed(w, blocking())(nil); err != nil {
		t.Errorf("after the destroy: %v", err)
	}
}

// TestDomainListIsAdopted replaces an existing list, keeps what the policy has besides,
// and restores the list.
func TestDomainListIsAdopted(t *testing.T) {
	t.Parallel()
	const other = `"PreviewPolicy":{"Features":["x"]}`
	for name, c := range map[string]struct{ definition, says string }{
		"as tenants have it":             {`{"B2BManagementPolicy":{"InvitationsAllowedAndBlockedDomainsPolicy":{"BlockedDomains":["a.example"]},` + other + `}}`, `blocked_domains = ["a.example"]`},
		"as in the documentation":        {`{'B2BManagementPolicy':{'version':1,'invitationsAllowedAndBlocked':{'BlockedDomains':['a.example']},` + strings.ReplaceAll(other, `"`, "'") + `}}`, `blocked_domains = ["a.example"]`},
		"a policy without domain lists":  {`{"B2BManagementPolicy":{` + other + `}}`, "no restriction: all domains are allowed"},
		"lists that are the same before": {`{"B2BManagementPolicy":{"InvitationsAllowedAndBlockedDomainsPolicy":{"AllowedDomains":["C.example"]},` + other + `}}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.Start(t, estate())
			define(t, w, strings.ReplaceAll(c.definition, "'", `"`))
			var before invitation.DomainLists
			if err := w.Read(acctest.FabrikamID, func(d *kernel.Directory, _ kernel.Moment) error { before = invitation.Lists(d); return nil }); err != nil {
				t.Fatal(err)
			}
			s := acctest.NewWorkspace(t, w.Config(domains("fabrikam", `allowed_domains = ["c.example"]`)))
			w.ForgetRequests()
			out := s.MustRun("apply", "-auto-approve")
			const title = `Existing domain list of tenant "fabrikam" will be replaced`
			if c.says == "" {
				if err := w.Wrote(); err != nil || strings.Contains(out, title) {
					t.Errorf("the apply changes what is there: %v\n%s", err, out)
				}
			} else if !acctest.Message(title, c.says).MatchString(out) {
				t.Errorf("the plan does not say %s:\n%s", c.says, out)
			}
			s.Unchanged()
			s.MustRun("destroy", "-auto-approve")
			if err := listed(w, before)(nil); err != nil {
				t.Errorf("after the destroy: %v", err)
			}
			if got := policyText(t, w); !strings.Contains(got, other) {
				t.Errorf("the settings of other features are lost: %s", got)
			}
		})
	}
}

// policyText is the definition of Fabrikam's policy.
func policyText(t *testing.T, w *acctest.World) string {
	t.Helper()
	state, err := w.SaveState()
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(state), `\"`, `"`)
}

func TestDomainListOnDestroy(t *testing.T) {
	t.Parallel()
	for destroy, want := range map[string]invitation.DomainLists{"restore": blocking(), "keep": allowing("c.example")} {
		t.Run(destroy, func(t *testing.T) {
			t.Parallel()
			w := acctest.Start(t, estate())
			s := acctest.NewWorkspace(t, w.Config(domains("fabrikam", fmt.Sprintf("allowed_domains = [\"c.example\"]\n on_destroy = %q", destroy))))
			s.MustRun("apply", "-auto-approve")
			w.ForgetRequests()
			out := s.MustRun("destroy", "-auto-approve")
			restores := destroy == "restore"
			if acctest.Message("Domain list will be restored", "no restriction: all domains are allowed").MatchString(out) != restores {
				t.Errorf("the plan says\n%s", out)
			}
			if deletes := len(w.Writes()) == 1 && strings.HasPrefix(w.Writes()[0], "DELETE"); deletes != restores {
				t.Errorf("the destroy writes %v", w.Writes())
			}
			if err := listed(w, want)(nil); err != nil {
				t.Error(err)
			}
		})
	}
}

// The service has been seen to refuse a description, and documents to require one. An
// answer to a creation that is lost is looked up.
func TestDomainListIsCreated(t *testing.T) {
	t.Parallel()
	for _, needs := range []bool{false, true} {
		for _, lost := range []bool{false, true} {
			t.Run(fmt.Sprintf("description required %t, answer lost %t", needs, lost), func(t *testing.T) {
				t.Parallel()
				w := acctest.StartWith(t, estate(), kernel.Options{Settings: settings.With(func(s *settings.Settings) { s.B2BManagementNeedsDescription = needs })})
				w.SetLag(acctest.Lag)
				if lost && !needs {
					w.Fault(wire.Fault{Service: wire.Graph, Method: http.MethodPost, Path: domainsPath, Times: 1, DropResponse: true})
				}
				s := acctest.NewWorkspace(t, w.Config(domains("fabrikam", `allowed_domains = ["c.example"]`)))
				s.MustRun("apply", "-auto-approve")
				s.Unchanged()
				s.Write(w.Config(domains("fabrikam", `allowed_domains = ["d.example"]`)))
				s.MustRun("apply", "-auto-approve")
				s.Unchanged()
				s.MustRun("destroy", "-auto-approve")
				if err := listed(w, blocking())(nil); err != nil {
					t.Errorf("after the destroy: %v", err)
				}
			})
		}
	}
}

func TestDomainListErrors(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, estate())
	only := func(permissions ...string) func() {
		return func() {
			if err := application.SetPermissions(w.World, acctest.FabrikamID, acctest.ClientID(acctest.Fabrikam), permissions); err != nil {
				t.Fatal(err)
			}
		}
	}
	const permission = `Policy.ReadWrite.B2BManagementPolicy in tenant "fabrikam"`
	good := w.Config(domains("fabrikam", `blocked_domains = ["a.example"]`))
	long := `blocked_domains = [for i in range(900) : "a-partner-with-a-rather-long-name-${i}.example"]`
	refuse := func(arguments string, parts ...string) resource.TestStep {
		return resource.TestStep{Config: w.Config(domains("fabrikam", arguments)), ExpectError: acctest.Message(parts...)}
	}
	w.Test(
		refuse("", "Invalid Attribute Combination", "blocked_domains"),
		refuse(`blocked_domains = []
  allowed_domains = ["a.example"]`, "Invalid Attribute Combination"),
		refuse("allowed_domains = []", "at least 1 elements"),
		refuse(`allowed_domains = ["*.example"]`, "without wildcards"),
		refuse(`allowed_domains = ["ana@a.example"]`, "must be a domain name"),
		refuse(`allowed_domains = ["a.example", "A.example"]`, "Duplicate domain"),
		refuse(long, "Domain list too long", "the service accepts 25000"),
		resource.TestStep{
			Config:      w.Config(domains("northwind", `blocked_domains = ["a.example"]`)),
			ExpectError: acctest.Message("Domain lists not available", `cloud "usgovernment"`),
		},
		resource.TestStep{PreConfig: only("Policy.Read.All"), Config: good, ExpectError: acctest.Message("Cannot read the domain list of tenant", "Policy.Read.B2BManagementPolicy")},
		resource.TestStep{PreConfig: only("Policy.Read.B2BManagementPolicy"), Config: good, ExpectError: acctest.Message("Cannot set the domain list of tenant", permission)},
		resource.TestStep{
			PreConfig: func() {
				only("Policy.ReadWrite.B2BManagementPolicy")()
				w.Fault(wire.Fault{Service: wire.Graph, Method: http.MethodPost, Path: domainsPath, Times: 1, Status: http.StatusTooManyRequests})
			},
			Config: good, Check: listed(w, blocking("a.example")),
		},
		// A list that was deleted is created again.
		resource.TestStep{
			PreConfig: func() {
				if err := w.Write(acctest.FabrikamID, invitation.RemovePolicies); err != nil {
					t.Fatal(err)
				}
			},
			Config: good, ConfigPlanChecks: acctest.Planned(fabrikamDomains, plancheck.ResourceActionCreate),
			Check: listed(w, blocking("a.example")),
		},
		resource.TestStep{
			PreConfig: only("Policy.Read.B2BManagementPolicy"), Config: w.Config(domains("fabrikam", `blocked_domains = ["b.example"]`)),
			ExpectError: acctest.Message("Cannot update the domain list of tenant", permission),
		},
		resource.TestStep{Config: good, Destroy: true, ExpectError: acctest.Message("Cannot restore the domain list of tenant", permission)},
		resource.TestStep{PreConfig: only("Policy.ReadWrite.B2BManagementPolicy"), Config: good, Destroy: true},
	)
}

// TestInvitationAfterDomainList allows a domain and invites a user of it in one apply.
// A list that excludes the user is found in the plan, and one that is known only in the
// apply is found then.
func TestInvitationAfterDomainList(t *testing.T) {
	t.Parallel()
	acctest.NeedsCLI(t, 11)
	const after = "after = [" + fabrikamDomains + ".id]"
	e := estate()
	e.Tenant(acctest.Fabrikam).B2BManagement = acctest.Object{"allowed_domains": []string{"contoso.example"}}
	w := acctest.Start(t, e)
	open := domains("fabrikam", `allowed_domains = ["contoso.example", "Partner.example"]`)
	later := func(domain string) string {
		return fmt.Sprintf("\nresource \"terraform_data\" \"later\" {\n  input = %q\n}\n", domain) +
			domains("fabrikam", "blocked_domains = [terraform_data.later.output]") + invite(after)
	}
	w.Test(
		resource.TestStep{
			Config:      w.Config(open + invite("")),
			ExpectError: acctest.Message("MT021", "partner.example in fabrikam)", "list of allowed domains", "after = [<resource>.id]"),
		},
		resource.TestStep{
			Config:      w.Config(domains("fabrikam", `blocked_domains = ["partner.example"]`) + invite(after)),
			ExpectError: acctest.Message("MT021", "in fabrikam, as planned", "Inviting info@partner.example", "list of blocked domains"),
		},
		resource.TestStep{Config: w.Config(later("partner.example")), ExpectError: acctest.Message("MT021", "Inviting info@partner.example")},
		resource.TestStep{Config: w.Config(open + invite(after))},
	)
}
