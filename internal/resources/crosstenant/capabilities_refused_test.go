package crosstenant_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	emulated "github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// TestInvalidCapabilities sends nothing that Graph would refuse.
func TestInvalidCapabilities(t *testing.T) {
	t.Parallel()
	w := withTrust(t)
	one := func(name, arguments string) string {
		return fmt.Sprintf("capabilities = { %s = { %s } }", name, arguments)
	}
	for name, test := range map[string]struct {
		config string
		want   []string
	}{
		"case":             {sees(one("CrossTenantMailTipsAll", "allowed = true")), []string{"Invalid capability", "Did you mean crossTenantMailTipsAll?", "case-sensitive"}},
		"part of a name":   {sees(one("mailTips", "allowed = true")), []string{"Did you mean crossTenantMailTipsLimited or crossTenantMailTipsAll?"}},
		"no name":          {sees(one("sharepoint", "allowed = true")), []string{"The names are crossTenantCalendarAvailabilityBasic"}},
		"default only":     {sees(one("anonymousCalendarSharingFreeBusyDetail", "allowed = true")), []string{"cannot be set for partner " + acctest.ContosoID, "for the default only"}},
		"partner only":     {seesOf("default", one("crossTenantMigration", "allowed = true")), []string{"cannot be set for the default", "for a partner only"}},
		"no user":          {sees(one(mailTips, "allowed = true, users = []")), []string{"Empty scope", "For all users, remove both; for no user, set allowed = false"}},
		"no id":            {sees(one(mailTips, `allowed = true, groups = ["Sales"]`)), []string{"Not a GUID", `"Sales"`}},
		"no allowed":       {sees(one(mailTips, `groups = []`)), []string{`attribute "allowed" is required`}},
		"own tenant":       {seesOf(acctest.FabrikamID, one(mailTips, "allowed = true")), []string{"Tenant cannot be its own partner"}},
		"no partner":       {seesOf("contoso", one(mailTips, "allowed = true")), []string{"partner_tenant_id", `"default"`}},
		"unknown tenant":   {strings.Replace(sees(one(mailTips, "allowed = true")), `"fabrikam"`, `"tailspyn"`, 1), []string{"Unknown tenant"}},
		"unknown, invalid": {seesLater(one("crossTenantMailTip", "allowed = true")), []string{"Did you mean"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.NewWorkspace(t, w.Config(test.config))
			out, err := s.Run("plan")
			if err == nil || !acctest.Message(test.want...).MatchString(out) {
				t.Errorf("the plan says\n%s\nwant %q", out, test.want)
			}
		})
	}
}

// seesLater is a resource whose partner is not known at plan.
func seesLater(arguments string) string {
	return strings.Replace(sees(arguments), `"`+acctest.ContosoID+`"`, "terraform_data.later.output", 1) +
		fmt.Sprintf("\nresource \"terraform_data\" \"later\" {\n  input = %q\n}\n", acctest.ContosoID)
}

// TestCapabilitiesUnknownAtPlan leaves unknown values to the apply.
func TestCapabilitiesUnknownAtPlan(t *testing.T) {
	t.Parallel()
	w := withTrust(t)
	group := seesLater(`capabilities = { crossTenantMailTipsAll = { allowed = true, groups = terraform_data.groups.output } }`) +
		fmt.Sprintf("\nresource \"terraform_data\" \"groups\" {\n  input = [%q]\n}\n", salesGroup)
	w.Test(
		resource.TestStep{Config: w.Config(group), Check: shows(w, acctest.ContosoID, map[string]map[string]any{mailTips: access(true, "group", salesGroup)})},
		acctest.Unchanged(w.Config(group)),
		resource.TestStep{
			Config:      w.Config(strings.ReplaceAll(group, `["`+salesGroup+`"]`, "[]")),
			ExpectError: acctest.Message("Empty scope", mailTips+" is allowed for no user"),
		},
		resource.TestStep{
			Config: w.Config(seesLater("capabilities = { anonymousCalendarSharingFreeBusyDetail = { allowed = true } }\n # again") +
				"\nresource \"terraform_data\" \"x\" {\n}\n"),
			ExpectError: acctest.Message("Invalid capability", "for the default only"),
		},
	)
}

// TestCapabilitiesWithoutPartner names the resource to create, and accepts one that
// the same apply creates.
func TestCapabilitiesWithoutPartner(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, withoutEntry())
	config := w.Config(sees("capabilities = { crossTenantMailTipsAll = { allowed = true } }"))
	s := acctest.NewWorkspace(t, config)
	if plan := said(s.MustRun("plan")); !strings.Contains(plan, "No partner configuration") || !strings.Contains(plan, "multitenant_cross_tenant_access_partner") {
		t.Errorf("the plan does not name the resource to create:\n%s", plan)
	}
	out, err := s.Run("apply", "-auto-approve")
	if err == nil || !acctest.Message("Cannot set the Microsoft 365 capabilities of partner", "multitenant_cross_tenant_access_partner", `tenant = "fabrikam"`).MatchString(out) {
		t.Errorf("the apply says\n%s", out)
	}
	both := w.Config(about("m365_collaboration_inbound = { users = "+allUsers+" }") + strings.Replace(
		sees("capabilities = { crossTenantMailTipsAll = { allowed = true } }"), `"`+acctest.ContosoID+`"`, contoso+".partner_tenant_id", 1))
	s.Write(both)
	if plan := said(s.MustRun("plan")); strings.Contains(plan, "No partner configuration") {
		t.Errorf("the partner is planned, and the plan says\n%s", plan)
	}
	s.MustRun("apply", "-auto-approve")
	s.Unchanged()
	s.MustRun("destroy", "-auto-approve")
}

func withoutEntry() *acctest.Estate {
	e := trusting()
	e.Tenant(acctest.Fabrikam).CrossTenantAccess = acctest.Object{}
	return e
}

// TestCapabilitiesNotRolledOut names the tenant that does not have them yet.
func TestCapabilitiesNotRolledOut(t *testing.T) {
	t.Parallel()
	for name, setting := range map[string]settings.Change{
		"400": nil, "404": settings.With(func(s *settings.Settings) { s.MissingCapabilitiesAreNotFound = true }),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.StartWith(t, trusting(), kernel.Options{Settings: setting})
			if err := w.Write(acctest.FabrikamID, func(d *kernel.Directory, _ kernel.Moment) error {
				*emulated.Offered.In(d) = false
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			config := w.Config(sees("capabilities = { crossTenantMailTipsAll = { allowed = true } }"))
			w.Test(
				resource.TestStep{Config: config, ExpectError: acctest.Message(`Tenant "fabrikam"`, "does not have Microsoft 365 capabilities yet")},
				resource.TestStep{
					Config: config, ResourceName: visible, ImportState: true, ImportStateId: "fabrikam/contoso",
					ExpectError: acctest.Message("does not have Microsoft 365 capabilities yet"),
				},
			)
		})
	}
}

// TestCapabilityRefusedWithoutTrust says which resource sets the trust.
func TestCapabilityRefusedWithoutTrust(t *testing.T) {
	t.Parallel()
	e := estateWithEntry(acctest.Object{})
	e.Tenant(acctest.Fabrikam).Applications[0].Permissions = []string{"Policy.ReadWrite.CrossTenantAccess", capabilityWriter}
	w := acctest.StartWith(t, e, kernel.Options{Settings: settings.With(func(s *settings.Settings) { s.CapabilityNeedsTrust = true })})
	refused := func(partner, capability, block, resourceType string) resource.TestStep {
		return resource.TestStep{
			Config:      w.Config(seesOf(partner, "capabilities = { "+capability+" = { allowed = true } }")),
			ExpectError: acctest.Message("Cannot set Microsoft 365 capability "+capability, "Graph refused POST", "Set "+block+" in "+resourceType+` of tenant "fabrikam"`),
		}
	}
	w.Test(
		refused(acctest.ContosoID, mailTips, "m365_collaboration_inbound", "multitenant_cross_tenant_access_partner"),
		refused(acctest.ContosoID, "crossTenantMigration", "app_service_connect_inbound", "multitenant_cross_tenant_access_partner"),
		refused("default", mailTips, "m365_collaboration_inbound", "multitenant_cross_tenant_access_default"),
	)
}

// TestCapabilitiesForbidden names the permission, and the role of a user.
func TestCapabilitiesForbidden(t *testing.T) {
	t.Parallel()
	e := trusting()
	e.Tenant(acctest.Fabrikam).Applications[0].Permissions = []string{"Policy.Read.All"}
	w := acctest.Start(t, e)
	config := w.Config(sees("capabilities = { crossTenantMailTipsAll = { allowed = true } }"))
	advice := []string{capabilityWriter, `tenant "fabrikam"`, "as a delegated permission only", "Exchange Administrator"}
	w.Test(resource.TestStep{Config: config, ExpectError: acctest.Message(append([]string{"Cannot set Microsoft 365 capability", "Graph refused POST"}, advice...)...)})
	e.Tenant(acctest.Fabrikam).Applications[0].Permissions = nil
	w = acctest.Start(t, e)
	w.Test(resource.TestStep{
		Config:      w.Config(sees("capabilities = { crossTenantMailTipsAll = { allowed = true } }")),
		ExpectError: acctest.Message(append([]string{"Cannot read the Microsoft 365 capabilities", "Graph refused GET", "Policy.Read.All"}, advice[1:]...)...),
	})
}

// TestCapabilitiesHalfWritten undoes what a failed creation has written, and keeps
// what a failed update has written.
func TestCapabilitiesHalfWritten(t *testing.T) {
	t.Parallel()
	w := withTrust(t, held(mailTips, true, "group", salesGroup))
	refuse := func(method, path string) { w.Fault(wire.Fault{Method: method, Path: path, Status: 403, Times: 1}) }
	two := w.Config(sees("capabilities = {\n crossTenantMailTipsAll = { allowed = true }\n crossTenantOpenProfileCard = { allowed = true }\n}"))
	every := access(true, "user", "All")
	before := shows(w, acctest.ContosoID, map[string]map[string]any{mailTips: access(true, "group", salesGroup)})
	w.Test(
		resource.TestStep{
			PreConfig: func() { refuse("POST", ofContoso) }, Config: two,
			ExpectError: acctest.Message("Cannot set Microsoft 365 capability crossTenantOpenProfileCard", "have been undone"),
		},
		resource.TestStep{
			PreConfig: func() {
				if err := before(nil); err != nil {
					t.Error(err)
				}
			},
			Config: two, Check: shows(w, acctest.ContosoID, map[string]map[string]any{mailTips: every, profileCard: every}),
		},
		resource.TestStep{
			PreConfig:   func() { refuse("DELETE", ofContoso+"/"+profileCard); w.ForgetRequests() },
			Config:      w.Config(sees("capabilities = {\n crossTenantMailTipsAll = { allowed = false }\n}")),
			ExpectError: acctest.Message("Cannot delete Microsoft 365 capability crossTenantOpenProfileCard"),
		},
		resource.TestStep{
			PreConfig: w.ForgetRequests,
			Config:    w.Config(sees("capabilities = {\n crossTenantMailTipsAll = { allowed = false }\n}")),
			Check: resource.ComposeAggregateTestCheckFunc(w.Made("DELETE "+ofContoso+"/"+profileCard),
				shows(w, acctest.ContosoID, map[string]map[string]any{mailTips: access(false, "user", "All")})),
		},
	)
	// The adopted one is restored.
	if err := before(nil); err != nil {
		t.Error(err)
	}
}
