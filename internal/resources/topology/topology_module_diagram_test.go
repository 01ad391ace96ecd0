package topology_test

import (
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// The diagram of unchanged edges is known while one of their entries changes, and
// equals that of the check, except for the lines of edges with findings.
func TestTopologyModuleKnowsItsDiagram(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, acctest.Standard().Grant("Policy.ReadWrite.CrossTenantAccess"))
	s := topologyWorkspace(t, shape(w, `
  kind         = "mesh"
  capabilities = ["sync", "trust_mfa", "b2b_collaboration"]`)+`
output "diagram" { value = module.topology.diagram }

data "multitenant_topology_check" "again" {
  edges = values(module.topology.edges)
}

output "same" {
  value = module.topology.diagram == replace(replace(data.multitenant_topology_check.again.diagram, "/  linkStyle.*\n/", ""), "-.-", "--")
}
`)
	s.MustRun("init")
	if out := s.MustRun("plan"); strings.Contains(out, "diagram = (known after apply)") || !strings.Contains(out, "flowchart LR") {
		t.Errorf("the first plan does not know the diagram:\n%s", brief(out))
	}
	s.MustRun("apply", "-auto-approve")
	if out := s.MustRun("output", "same"); strings.TrimSpace(out) != "true" {
		t.Errorf("the check draws another diagram:\n%s", s.MustRun("output"))
	}
	if err := w.ChangePartner(acctest.FabrikamID, acctest.ContosoID, map[string]any{"inboundTrust": map[string]any{"isMfaAccepted": false}}); err != nil {
		t.Fatal(err)
	}
	resources, outputs, _ := strings.Cut(s.MustRun("plan"), "Changes to Outputs:")
	if !strings.Contains(resources, "1 to change") || strings.Contains(outputs, "diagram") {
		t.Errorf("the plan of a change is\n%s\nwith the outputs\n%s", brief(resources), outputs)
	}
}
