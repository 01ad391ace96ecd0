package crosstenant_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestPlanNamesMissingTrust: MT071 is an error if the trust is planned closed, and a
// warning if another resource may open it.
func TestPlanNamesMissingTrust(t *testing.T) {
	t.Parallel()
	e := estateWithEntry(acctest.Object{})
	e.Tenant(acctest.Fabrikam).Applications[0].Permissions = []string{"Policy.ReadWrite.CrossTenantAccess", capabilityWriter}
	w := acctest.Start(t, e)
	tips := "capabilities = { crossTenantMailTipsAll = { allowed = true } }"
	with := func(trust string) string {
		return w.Config(about("on_existing = \"adopt\"\n m365_collaboration_inbound = { users = "+trust+" }") +
			strings.Replace(sees(tips), `"`+acctest.ContosoID+`"`, contoso+".partner_tenant_id", 1))
	}
	const title = "MT071: A Microsoft 365 capability and its trust do not match"
	w.Test(resource.TestStep{
		Config:      with(strings.Replace(allUsers, "allowed", "blocked", 1)),
		ExpectError: acctest.Message(title, `Tenant "fabrikam" allows crossTenantMailTipsAll for partner "contoso"`, "m365CollaborationInbound admits none"),
	})
	s := acctest.NewWorkspace(t, with(allUsers))
	for name, test := range map[string]struct {
		config string
		warned bool
	}{
		"planned open":    {with(allUsers), false},
		"closed now":      {w.Config(sees(tips)), true},
		"blocked":         {w.Config(sees("capabilities = { crossTenantMailTipsAll = { allowed = false } }")), false},
		"without a trust": {w.Config(seesOf("default", "capabilities = { anonymousCalendarSharingFreeBusySimple = { allowed = true } }")), false},
		"turned off":      {acctest.Checking(w.Config(sees(tips)+"\n# off"), "off", "MT071"), false},
	} {
		s.Write(test.config)
		if plan := said(s.MustRun("plan")); strings.Contains(plan, title) != test.warned {
			t.Errorf("%s: the plan says\n%s", name, plan)
		}
	}
}

// TestPlanNamesOpenDefault: MT073.
func TestPlanNamesOpenDefault(t *testing.T) {
	t.Parallel()
	w := withTrust(t)
	s := acctest.NewWorkspace(t, w.Config(seesOf("default", "capabilities = { crossTenantOpenProfileCard = { allowed = true } }")))
	for _, want := range []string{"MT073: A Microsoft 365 capability of the default is allowed for every organization", "crossTenantOpenProfileCard (profile cards, with photos)"} {
		if plan := said(s.MustRun("plan")); !strings.Contains(plan, want) {
			t.Errorf("the plan does not say %q:\n%s", want, plan)
		}
	}
	s.Write(w.Config(sees("capabilities = { crossTenantOpenProfileCard = { allowed = true } }")))
	if plan := said(s.MustRun("plan")); strings.Contains(plan, "MT07") {
		t.Errorf("the plan says\n%s", plan)
	}
}
