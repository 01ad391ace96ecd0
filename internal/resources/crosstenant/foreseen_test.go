package crosstenant_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// inviting is the estate in which the applications of some tenants may also invite.
func inviting(keys ...string) *acctest.Estate {
	e := estate()
	for _, key := range keys {
		e.Tenant(key).Applications[0].Permissions = append(acctest.Permissions(), "Policy.ReadWrite.CrossTenantAccess")
	}
	return e
}

// TestInvitationAfterItsEdge enables access between two clouds and invites a user
// in one apply: the plan checks of an invitation that refers to the edge use the
// planned settings, and all others report the same in every plan.
func TestInvitationAfterItsEdge(t *testing.T) {
	t.Parallel()
	e := inviting(acctest.Fabrikam, acctest.Northwind)
	for _, key := range []string{acctest.Fabrikam, acctest.Northwind} {
		e.Tenant(key).CrossTenantAccess = acctest.Object{"allowedCloudEndpoints": []string{}}
	}
	w := acctest.Start(t, e)
	edge := fmt.Sprintf(`
resource "multitenant_cross_tenant_access_partner" "in" {
  tenant            = "fabrikam"
  partner_tenant_id = %q
  depends_on        = [multitenant_cross_tenant_access_policy.fabrikam]
}

resource "multitenant_cross_tenant_access_partner" "out" {
  tenant            = "northwind"
  partner_tenant_id = %q
  depends_on        = [multitenant_cross_tenant_access_policy.northwind]
}
`, acctest.NorthwindID, acctest.FabrikamID) + clouds("fabrikam", `"microsoftonline.us"`, "") + clouds("northwind", `"microsoftonline.com"`, "")
	invite := func(more string) string {
		return w.Config(fmt.Sprintf(`
resource "multitenant_b2b_invitation" "mona" {
  tenant = "fabrikam"
  email  = "mona.manager@northwind.example"

  on_soft_deleted = "ignore"
  %s
}
`, more))
	}
	const after = `after = [
    multitenant_cross_tenant_access_partner.in.id, multitenant_cross_tenant_access_partner.out.id,
    multitenant_cross_tenant_access_policy.fabrikam.id, multitenant_cross_tenant_access_policy.northwind.id,
  ]`
	s := acctest.NewWorkspace(t, invite(after)+edge)
	if out := s.MustRun("plan"); strings.Contains(out, "MT02") {
		t.Errorf("the plan finds\n%s", out)
	}
	// An invitation without a reference may be sent before the edge exists.
	for _, config := range []string{invite(""), invite("") + edge} {
		s.Write(config)
		for range 5 {
			out := s.MustRun("plan")
			if got := []int{strings.Count(out, "Warning: MT022"), strings.Count(out, "Warning: MT023"), strings.Count(out, "MT02")}; !slices.Equal(got, []int{2, 1, 3}) {
				t.Fatalf("the plan finds %v:\n%s", got, out)
			}
		}
	}
	w.Test(
		resource.TestStep{Config: invite(after) + edge},
		resource.TestStep{Config: invite(""), Destroy: true},
		resource.TestStep{Config: invite(`depends_on = [
    multitenant_cross_tenant_access_partner.in, multitenant_cross_tenant_access_partner.out,
  ]`) + edge},
	)
	if len(w.Guests(acctest.FabrikamID)) > 0 {
		t.Error("the guest is left")
	}
}

// TestInvitationAfterTheDefault checks an invitation against the planned default: a
// blocking value is an error, an allowing value passes, and an unknown value does
// neither.
func TestInvitationAfterTheDefault(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, inviting(acctest.Contoso, acctest.Fabrikam))
	config := func(inbound string) string {
		return w.Config(standards("fabrikam", inbound) + fmt.Sprintf(`
resource "terraform_data" "later" {
  input = "allowed"
}

resource "multitenant_b2b_invitation" "mona" {
  tenant = "fabrikam"
  email  = "mona.manager@contoso.example"
  after  = [%s.id]
}
`, standard))
	}
	closes, opens := config("b2b_collaboration_inbound = "+closed), config("b2b_collaboration_inbound = "+open)
	later := config("b2b_collaboration_inbound = " + strings.ReplaceAll(open, `"allowed"`, "terraform_data.later.output"))
	block := func() {
		if err := w.ChangeDefault(acctest.FabrikamID, map[string]any{"b2bCollaborationInbound": acctest.Everything("blocked")}); err != nil {
			t.Fatal(err)
		}
	}
	blocked := acctest.Message("MT022", `the default b2bCollaborationInbound of tenant "fabrikam" blocks it`)
	w.Test(
		resource.TestStep{Config: closes, PlanOnly: true, ExpectError: blocked},
		// Blocks that the plan does not change have their current values.
		resource.TestStep{Config: config("b2b_collaboration_outbound = " + closed), PlanOnly: true, ExpectNonEmptyPlan: true},
		resource.TestStep{PreConfig: block, Config: config("b2b_collaboration_outbound = " + closed), PlanOnly: true, ExpectError: blocked},
		resource.TestStep{Config: later, PlanOnly: true, ExpectNonEmptyPlan: true},
		resource.TestStep{Config: opens},
	)
}

// TestInvitationAfterAnUndecidedPartner leaves unknown values to the apply.
func TestInvitationAfterAnUndecidedPartner(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, inviting(acctest.Contoso, acctest.Fabrikam))
	if err := w.ChangeDefault(acctest.FabrikamID, map[string]any{"b2bCollaborationInbound": acctest.Everything("blocked")}); err != nil {
		t.Fatal(err)
	}
	config := func(access string) string {
		return w.Config(about("b2b_collaboration_inbound = "+strings.ReplaceAll(open, `"allowed"`, "terraform_data.later.output")) + fmt.Sprintf(`
resource "terraform_data" "later" {
  input = %q
}

resource "multitenant_b2b_invitation" "mona" {
  tenant = "fabrikam"
  email  = "mona.manager@contoso.example"
  after  = [%s.id]
}
`, access, contoso))
	}
	w.Test(
		// The apply plans the invitation again, after the entry.
		resource.TestStep{Config: config("blocked"), ExpectError: acctest.Message("MT022", `b2bCollaborationInbound of tenant "fabrikam"`)},
		resource.TestStep{Config: config("allowed")},
	)
}

// TestInvitationAfterAnAdoptedPartner checks an invitation against an adopted
// entry: unconfigured blocks keep their values, and are not inherited.
func TestInvitationAfterAnAdoptedPartner(t *testing.T) {
	t.Parallel()
	e := inviting(acctest.Contoso, acctest.Fabrikam)
	e.Tenant(acctest.Fabrikam).CrossTenantAccess = acctest.Object{"partners": []acctest.Object{{"tenantId": acctest.ContosoID}}}
	w := acctest.Start(t, e)
	set := func(standard, entry string) func() {
		return func() {
			if err := w.ChangeDefault(acctest.FabrikamID, map[string]any{"b2bCollaborationInbound": acctest.Everything(standard)}); err != nil {
				t.Fatal(err)
			}
			if err := w.ChangePartner(acctest.FabrikamID, acctest.ContosoID, map[string]any{"b2bCollaborationInbound": acctest.Everything(entry)}); err != nil {
				t.Fatal(err)
			}
		}
	}
	config := w.Config(about(`on_existing = "adopt"`) + fmt.Sprintf(`
resource "multitenant_b2b_invitation" "mona" {
  tenant = "fabrikam"
  email  = "mona.manager@contoso.example"
  after  = [%s.id]
}
`, contoso))
	w.Test(
		resource.TestStep{
			PreConfig: set("allowed", "blocked"), Config: config, PlanOnly: true,
			ExpectError: acctest.Message("MT022", `b2bCollaborationInbound of tenant "fabrikam"`),
		},
		resource.TestStep{PreConfig: set("blocked", "allowed"), Config: config},
	)
}

// TestInvitationAfterUnknownClouds: a list of clouds that is known only in the
// apply decides nothing in the plan.
func TestInvitationAfterUnknownClouds(t *testing.T) {
	t.Parallel()
	e := inviting(acctest.Fabrikam, acctest.Northwind)
	e.Tenant(acctest.Fabrikam).CrossTenantAccess = acctest.Object{
		"allowedCloudEndpoints": []string{}, "partners": []acctest.Object{{"tenantId": acctest.NorthwindID}},
	}
	e.Tenant(acctest.Northwind).CrossTenantAccess = acctest.Object{
		"allowedCloudEndpoints": []string{"microsoftonline.com"}, "partners": []acctest.Object{{"tenantId": acctest.FabrikamID}},
	}
	w := acctest.Start(t, e)
	config := func(cloud string) string {
		return w.Config(clouds("fabrikam", "terraform_data.later.output", "") + fmt.Sprintf(`
resource "terraform_data" "later" {
  input = %q
}

resource "multitenant_b2b_invitation" "mona" {
  tenant = "fabrikam"
  email  = "mona.manager@northwind.example"
  after  = [multitenant_cross_tenant_access_policy.fabrikam.id]
}
`, cloud))
	}
	s := acctest.NewWorkspace(t, config("microsoftonline.us"))
	if out := s.MustRun("plan"); strings.Contains(out, "MT02") {
		t.Errorf("the plan finds\n%s", out)
	}
	w.Test(
		resource.TestStep{Config: config("partner.microsoftonline.cn"), ExpectError: acctest.Message("MT023", `"microsoftonline.us" in tenant "fabrikam"`)},
		resource.TestStep{Config: config("microsoftonline.us")},
	)
}

// TestInvitationAfterAnotherInstance waits for an entry of another instance of the
// provider, whose plan is not visible: the plan warns, and the apply succeeds.
func TestInvitationAfterAnotherInstance(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, inviting(acctest.Contoso, acctest.Fabrikam))
	if err := w.ChangeDefault(acctest.FabrikamID, map[string]any{"b2bCollaborationInbound": acctest.Everything("blocked")}); err != nil {
		t.Fatal(err)
	}
	const begins = `provider "multitenant" {`
	providers := w.Config("")
	_, tenants, _ := strings.Cut(providers, begins)
	config := providers + begins + "\n  alias = \"other\"\n" + tenants +
		about("provider = multitenant.other\n  b2b_collaboration_inbound = "+open) + fmt.Sprintf(`
resource "multitenant_b2b_invitation" "mona" {
  tenant = "fabrikam"
  email  = "mona.manager@contoso.example"
  after  = [%s.id]
}
`, contoso)
	s := acctest.NewWorkspace(t, config)
	if out := s.MustRun("apply", "-auto-approve"); !strings.Contains(out, "Warning: MT022") {
		t.Errorf("the apply says\n%s", out)
	}
}
