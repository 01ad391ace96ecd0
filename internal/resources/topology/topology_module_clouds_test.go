package topology_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
)

// Other clouds of a tenant stay in its list, and a tenant without an edge to
// another cloud keeps its list unchanged.
func TestTopologyModuleKeepsOtherClouds(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, acctest.Standard().Grant("Policy.ReadWrite.CrossTenantAccess"))
	s := topologyWorkspace(t, shape(w, `
  kind = "hub"
  hubs = ["contoso"]`))
	s.MustRun("init")
	s.MustRun("apply", "-auto-approve")
	for id, want := range map[string]string{
		acctest.ContosoID: "microsoftonline.us", acctest.FabrikamID: "microsoftonline.us", acctest.NorthwindID: "microsoftonline.com partner.microsoftonline.cn",
	} {
		if got := strings.Join(clouds(t, w, id), " "); got != want {
			t.Errorf("%s works with %s, want %s", id, got, want)
		}
	}
}

// Kept entries would not work without their clouds.
func TestTopologyModuleKeepsCloudsOfKeptEntries(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, acctest.Standard().Grant("Policy.ReadWrite.CrossTenantAccess"))
	s := topologyWorkspace(t, shape(w, `
  kind       = "hub"
  hubs       = ["northwind"]
  on_destroy = "keep"`))
	s.MustRun("init")
	s.MustRun("apply", "-auto-approve")
	s.MustRun("destroy", "-auto-approve")
	if got := strings.Join(clouds(t, w, acctest.ContosoID), " "); got != "microsoftonline.us" {
		t.Errorf("the entry about Northwind is kept, and Contoso works with %q", got)
	}
	if e := entry(t, w, acctest.ContosoID, acctest.NorthwindID); e["b2bCollaborationOutbound"] == nil {
		t.Errorf("the entry is %v", e)
	}
}

func clouds(t *testing.T, w *acctest.World, tenantID string) []string {
	t.Helper()
	p, err := crosstenant.Access.Get(w.World, tenantID)
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal((*p)["allowedCloudEndpoints"])
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	if err := json.Unmarshal(data, &names); err != nil {
		t.Fatal(err)
	}
	return names
}
