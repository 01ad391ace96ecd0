package crosstenant_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	emulated "github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

const policyPath = "/policies/crossTenantAccessPolicy"

// clouds is the policy of a tenant.
func clouds(tenant, list, more string) string {
	return fmt.Sprintf(`
resource "multitenant_cross_tenant_access_policy" "%[1]s" {
  tenant                  = %[1]q
  allowed_cloud_endpoints = [%[2]s]
  %[3]s
}
`, tenant, list, more)
}

// lists compares the clouds that a tenant works with.
func lists(w *acctest.World, tenantID string, want ...any) resource.TestCheckFunc {
	return acctest.Then(func() error {
		p, err := emulated.Access.Get(w.World, tenantID)
		if err != nil {
			return err
		}
		got, _ := (*p)["allowedCloudEndpoints"].([]any)
		if len(got) != len(want) || slices.ContainsFunc(want, func(e any) bool { return !slices.Contains(got, e) }) {
			return fmt.Errorf("tenant %s works with %v, want %v", tenantID, got, want)
		}
		return nil
	})
}

func TestPolicy(t *testing.T) {
	t.Parallel()
	const public, gov, china = "microsoftonline.com", "microsoftonline.us", "partner.microsoftonline.cn"
	const fabrikam = "multitenant_cross_tenant_access_policy.fabrikam"
	w := start(t)
	both := w.Config(clouds("fabrikam", `"`+gov+`", "`+china+`"`, "") + clouds("tailspin", `"`+public+`"`, `on_destroy = "keep"`))
	w.Test(
		resource.TestStep{
			// A list that was cleared once may return 404 (graph-cross-tenant
			// §1.3).
			PreConfig: func() {
				w.Fault(wire.Fault{Service: wire.Graph, Method: http.MethodPatch, Path: policyPath, Times: 1, Status: 404})
				w.SetLag(acctest.Lag)
			},
			Config: both,
			Check: resource.ComposeAggregateTestCheckFunc(
				lists(w, acctest.FabrikamID, gov, china), lists(w, tailspinID, public),
			),
		},
		acctest.Unchanged(w.Config(clouds("fabrikam", `"`+china+`", "`+gov+`"`, "")+clouds("tailspin", `"`+public+`"`, `on_destroy = "keep"`))),
		resource.TestStep{
			PreConfig: func() {
				w.SetLag(0)
				if err := w.ChangeAccess(acctest.FabrikamID, map[string]any{"allowedCloudEndpoints": []any{}}); err != nil {
					t.Fatal(err)
				}
			},
			Config:           both,
			ConfigPlanChecks: acctest.Planned(fabrikam, plancheck.ResourceActionUpdate),
		},
		resource.TestStep{Config: w.Config(clouds("fabrikam", "", "") + clouds("tailspin", `"`+public+`"`, `on_destroy = "keep"`)), Check: lists(w, acctest.FabrikamID)},
		resource.TestStep{ResourceName: fabrikam, ImportState: true, ImportStateId: "fabrikam/policy", ImportStateVerify: true, ImportStateVerifyIgnore: []string{"former_allowed_cloud_endpoints"}},
		resource.TestStep{
			ResourceName: fabrikam, ImportState: true, ImportStateId: "fabrikam/default",
			ExpectError: acctest.Message(`named "policy"`),
		},
	)
	for id, want := range map[string]any{acctest.FabrikamID: gov, tailspinID: public} {
		if err := lists(w, id, want)(nil); err != nil {
			t.Errorf("after the destroy: %v", err)
		}
	}
}

// The first plan has no state to compare with, and still names the removed clouds.
func TestPolicyNamesWhatIsTakenAway(t *testing.T) {
	t.Parallel()
	w := start(t)
	s := acctest.NewWorkspace(t, w.Config(clouds("fabrikam", `"partner.microsoftonline.cn"`, "")))
	const title = "Cloud will be removed from allowed_cloud_endpoints"
	if out := s.MustRun("plan"); !strings.Contains(out, title) || !strings.Contains(out, "currently works with microsoftonline.us") {
		t.Errorf("the plan does not say that microsoftonline.us goes:\n%s", out)
	}
	s.Write(w.Config(clouds("fabrikam", `"microsoftonline.us", "partner.microsoftonline.cn"`, "")))
	if out := s.MustRun("plan"); strings.Contains(out, title) {
		t.Errorf("nothing is taken away, and the plan says\n%s", out)
	}
}
