package topology_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/exchange"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// mutual is a call of the module for two tenants of the public cloud.
func mutual(w *acctest.World, arguments string) string {
	return w.Config(fmt.Sprintf(`
module "topology" {
  source  = "./topology"
  kind    = "mesh"
  tenants = { contoso = { tenant_id = %q }, fabrikam = { tenant_id = %q } }
%s
}

output "ok" { value = module.topology.ok }
output "findings" { value = join(" ", [for f in module.topology.findings : "${f.edge} ${f.code}"]) }
output "unchecked" { value = join(" ", module.topology.unchecked[*].what) }
output "undeclared" { value = join(" ", [for u in module.topology.undeclared : u.summary if u.edge != null]) }
`, acctest.ContosoID, acctest.FabrikamID, arguments))
}

// levels are what users of a tenant see of users of another, by feature.
func levels(t *testing.T, w *acctest.World, viewers, owners string) map[string]string {
	t.Helper()
	sights, err := crosstenant.Sights(w.World, crosstenant.Visibility{
		ViewerTenant: viewers, Viewer: acctest.ManagerID, OwnerTenant: owners, Owner: acctest.AdministratorID,
	}, exchange.Legacy{})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]string{}
	for _, s := range sights {
		seen[string(s.Feature)] = s.Sees
	}
	return seen
}

// Edges of both directions get all capabilities of Microsoft 365: users see each
// other, at the levels that are chosen, and nothing when they are removed.
func TestTopologyModuleSharesMicrosoft365(t *testing.T) {
	t.Parallel()
	e := acctest.Standard().Grant("Policy.ReadWrite.CrossTenantAccess", "Policy.ReadWrite.CrossTenantCapability", "Exchange.ManageAsApp")
	for i := range e.Tenants {
		e.Tenants[i].Applications[0].DirectoryRoles = []string{"Global Reader"}
	}
	w := acctest.StartWith(t, e, kernel.Options{Now: duringLegacy})
	quoted := make([]string, 0, len(m365Capabilities))
	for _, c := range m365Capabilities {
		quoted = append(quoted, fmt.Sprintf("%q", c))
	}
	everything := "capabilities = [" + strings.Join(quoted, ", ") + "]\n"
	s := topologyWorkspace(t, mutual(w, everything))
	s.MustRun("init")
	for _, step := range []struct{ arguments, availability, calendars, tips, others string }{
		{everything, "times", "times", "limited", "all"},
		{everything + `m365_levels = { calendar_availability = "details", calendar_sharing = "all", mail_tips = "all" }`, "details", "all", "all", "all"},
		{`capabilities = ["mail_tips"]`, crosstenant.Nothing, crosstenant.Nothing, "limited", crosstenant.Nothing},
		{"", crosstenant.Nothing, crosstenant.Nothing, crosstenant.Nothing, crosstenant.Nothing},
	} {
		s.Write(mutual(w, step.arguments))
		s.MustRun("apply", "-auto-approve")
		for _, name := range []string{"findings", "unchecked", "undeclared"} {
			if got := s.MustRun("output", "-raw", name); got != "" {
				t.Errorf("%s: %s are %q", step.arguments, name, got)
			}
		}
		for _, p := range [][2]string{{acctest.Contoso, acctest.Fabrikam}, {acctest.Fabrikam, acctest.Contoso}} {
			for feature, got := range levels(t, w, p[0], p[1]) {
				want := step.others
				switch {
				case feature == string(crosstenant.CalendarAvailability):
					want = step.availability
				case feature == string(crosstenant.CalendarSharing):
					want = step.calendars
				case feature == string(crosstenant.MailTips):
					want = step.tips
				}
				if got != want {
					t.Errorf("%s: users of %s see %s of %s in %s, want %s", step.arguments, p[0], got, feature, p[1], want)
				}
			}
		}
		s.Unchanged()
	}
	s.MustRun("destroy", "-auto-approve")
}

// Through the CLI, a leftover relationship is a finding of each direction, with the
// tenant that has it, and does not keep the edge from being ok; without a role for
// Exchange Online it is unchecked.
func TestLeftoverInTheCLI(t *testing.T) {
	t.Parallel()
	e := fulfilled(1)
	e.Tenants = e.Tenants[:2]
	contoso, fabrikam := &e.Tenants[0], &e.Tenants[1]
	fabrikam.OrganizationRelationships = freeBusyWith(contoso)
	c := startedM365(t, e)
	edges := make([]string, 0, 2)
	for _, p := range []pair{{contoso, fabrikam}, {fabrikam, contoso}} {
		edges = append(edges, fmt.Sprintf("{ source = %q, target = %q, capabilities = [\"calendar_availability\"] }", p.source.Key, p.target.Key))
	}
	s := acctest.NewWorkspace(t, c.world.Config(`
data "multitenant_topology_check" "it" {
  edges = [`+strings.Join(edges, ", ")+`]
}

output "ok" { value = tostring(data.multitenant_topology_check.it.ok) }
output "findings" { value = join("\n", [for f in data.multitenant_topology_check.it.findings : "${f.code} ${f.edge} ${f.side} ${f.tenant} ${f.severity}"]) }
`))
	s.MustRun("apply", "-auto-approve")
	got := strings.Split(s.MustRun("output", "-raw", "findings"), "\n")
	want := []string{
		"MT072 contoso1->fabrikam1 target fabrikam1 warn",
		"MT072 fabrikam1->contoso1 source fabrikam1 warn",
	}
	if !slices.Equal(got, want) || s.MustRun("output", "-raw", "ok") != "true" {
		t.Errorf("%q", got)
	}
}
