package synchronization_test

import (
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// without removes the cross-tenant access of a tenant from an estate.
func without(e *acctest.Estate, key string) *acctest.Estate {
	e.Tenant(key).CrossTenantAccess = nil
	return e
}

// TestMissingPolicies are warnings of a plan for each side, and the apply names the side
// that stops it. Nothing runs, and the next apply starts anew.
func TestMissingPolicies(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		key           string
		warned, error []string
	}{
		"source": {acctest.Contoso, []string{`Tenant "contoso" has no cross-tenant access partner for "fabrikam"`}, []string{`Tenant "contoso", the source, lacks automatic redemption`}},
		"target": {acctest.Fabrikam, []string{`Tenant "fabrikam" has no cross-tenant access partner for "contoso"`}, []string{`Tenant "fabrikam", the target, does not let tenant "contoso" synchronize`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.Start(t, without(reaching(1), test.key))
			s := acctest.NewWorkspace(t, w.Config(synced()))
			warned(t, s, test.warned...)
			out, err := s.Run("apply", "-auto-approve")
			if err == nil || !acctest.Message(append([]string{"Cannot finish synchronization"}, test.error...)...).MatchString(out) {
				t.Errorf("%v\n%s", err, acctest.Tail(out))
			}
			if j := theJob(t, w); j.Schedule.State != "Disabled" {
				t.Errorf("the job is %s", j.Schedule.State)
			}
			s.Write(w.Config(synced(`status = "paused"`)))
			s.MustRun("apply", "-auto-approve")
			s.Unchanged()
			if n := registrations(t, w); n != 1 {
				t.Errorf("there are %d applications", n)
			}
			s.MustRun("destroy", "-auto-approve")
			if n := registrations(t, w); n != 0 {
				t.Errorf("the destroy left %d applications", n)
			}
		})
	}
}

// TestSyncThatCannotBe is refused at plan.
func TestSyncThatCannotBe(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		source, target string // clouds
		arguments      string
		said           []string
	}{
		"to itself":                    {arguments: `target = "contoso"`, said: []string{"Not an edge", `same tenant "contoso"`}},
		"from China":                   {source: "china", said: []string{"No synchronization between these clouds", `from cloud china of tenant "contoso"`}},
		"from the Government to China": {source: "usgovernment", target: "china", said: []string{"No synchronization between these clouds"}},
		"across clouds without a configuration": {
			target: "usgovernment", said: []string{"Manual steps are needed", "option for cross-cloud synchronization", `on_existing = "adopt"`},
		},
		"groups across clouds":       {target: "usgovernment", arguments: `groups = true`, said: []string{"No synchronization of groups between these clouds"}},
		"managers across clouds":     {target: "usgovernment", arguments: `user_mapping = { manager = true }`, said: []string{"Manager cannot be synchronized"}},
		"managers in the Government": {source: "usgovernment", target: "usgovernment", arguments: `user_mapping = { manager = true }`, said: []string{"Manager cannot be synchronized"}},
		"managers by another row": {
			source: "usgovernment", target: "usgovernment", arguments: `user_mapping = { attributes = { manager = { from = "manager" } } }`, said: []string{"Manager cannot be synchronized"},
		},
		"groups of all users": {arguments: "scope = \"all\"\n  groups = true", said: []string{"Groups are synchronized if they are assigned"}},
		"matching":            {arguments: `user_mapping = { attributes = { alternativeSecurityIds = { from = "netId" } } }`, said: []string{"Immutable mapping"}},
		"a row twice":         {arguments: `user_mapping = { mail = true, attributes = { Mail = { from = "otherMails" } } }`, said: []string{"configured twice", "mail"}},
		"two sources":         {arguments: `user_mapping = { attributes = { city = { from = "city", constant = "Ulm" } } }`, said: []string{"city"}},
		"an unsafe restart":   {arguments: `restart = { trigger = "1", scopes = ["ConnectorDataStore"] }`, said: []string{"ConnectorDataStore"}},
		"an unknown target":   {arguments: `target = "moon"`, said: []string{"Unknown tenant", `no tenant "moon"`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := reaching(0)
			if test.source != "" {
				e.Tenant(acctest.Contoso).Cloud = test.source
			}
			if test.target != "" {
				e.Tenant(acctest.Fabrikam).Cloud = test.target
			}
			w := acctest.Start(t, e)
			config := synced(test.arguments)
			if len(test.arguments) > 6 && test.arguments[:6] == "target" {
				config = "\nresource \"multitenant_cross_tenant_sync\" \"it\" {\n  source = \"contoso\"\n  " + test.arguments + "\n}\n"
			}
			w.Test(resource.TestStep{Config: w.Config(config), PlanOnly: true, ExpectError: acctest.Message(test.said...)})
			if err := w.Wrote(); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestAcrossClouds: a configuration that was created by hand is adopted, and all that
// Graph can do is done.
func TestAcrossClouds(t *testing.T) {
	t.Parallel()
	e := withSync(2, acctest.Object{"schedule": acctest.Object{"state": "Disabled"}, "status": acctest.Object{"code": "Paused"}}, nil)
	e.Tenant(acctest.Contoso).Synchronizations[0]["crossCloud"] = true
	e.Tenant(acctest.Fabrikam).Cloud = "usgovernment"
	e.Tenant(acctest.Contoso).CrossTenantAccess["allowedCloudEndpoints"] = []string{"microsoftonline.us"}
	e.Tenant(acctest.Fabrikam).CrossTenantAccess["allowedCloudEndpoints"] = []string{"microsoftonline.com"}
	w := acctest.Start(t, e)
	s := acctest.NewWorkspace(t, w.Config(synced(`on_existing = "adopt"`, `display_name = "To Fabrikam"`)))
	out, err := s.Run("apply", "-auto-approve")
	if err == nil || !acctest.Message("Microsoft cloud settings", "Graph has no call for it").MatchString(out) {
		t.Errorf("%v\n%s", err, acctest.Tail(out))
	}
	if err := w.ChangeSynchronization(acctest.FabrikamID, acctest.ContosoID, acctest.Object{"externalCloudAuthorizedApplicationId": acctest.NorthwindID}); err != nil {
		t.Fatal(err)
	}
	s.MustRun("apply", "-auto-approve")
	s.Unchanged()
	if err := jobIs(t, w, "Active", "NotRun")(nil); err != nil {
		t.Error(err)
	}
}

// TestLicensesOfTheSource: a new synchronization without the license is a warning that
// names it, and the target needs none. Without the permission the check is skipped.
func TestLicensesOfTheSource(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change    func(e *acctest.Estate)
		arguments []string
		said      []string
	}{
		"users":  {func(e *acctest.Estate) { e.Tenant(acctest.Contoso).EntraP1 = false }, nil, []string{"MT024", `requires Entra ID P1 in tenant "contoso"`}},
		"groups": {func(e *acctest.Estate) { e.Tenant(acctest.Contoso).EntraGovernance = false }, []string{"groups = true"}, []string{"MT024", "requires Entra ID Governance or the Entra Suite"}},
		"licensed": {func(e *acctest.Estate) {
			e.Tenant(acctest.Fabrikam).EntraP1, e.Tenant(acctest.Fabrikam).EntraGovernance = false, false
		}, nil, nil},
		"no permission": {func(e *acctest.Estate) {
			app := &e.Tenant(acctest.Contoso).Applications[0]
			app.Permissions = slices.DeleteFunc(app.Permissions, func(p string) bool { return p == "Organization.Read.All" })
		}, nil, []string{"Plan check skipped", "MT024", "Organization.Read.All"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := reaching(1)
			test.change(e)
			w := acctest.Start(t, e)
			s := acctest.NewWorkspace(t, w.Config(synced(test.arguments...)))
			warned(t, s, test.said...)
			if said, _ := s.Diagnostics("plan"); test.said == nil && len(said) > 0 {
				t.Errorf("the plan says %+v", said)
			}
		})
	}
}
