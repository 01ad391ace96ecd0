package topology_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

const topologyFolder = "../../../examples/modules/topology"

// TestTopologyExamples runs each example with its own tests, and through a
// lifecycle. Afterwards the tenants are in their original state. The example across
// clouds adopts what administrators have created, and has a test of its own.
func TestTopologyExamples(t *testing.T) {
	t.Parallel()
	examples, err := filepath.Glob(topologyFolder + "/examples/*")
	examples = slices.DeleteFunc(examples, func(folder string) bool { return filepath.Base(folder) == "government-subsidiary" })
	if err != nil || len(examples) != 3 {
		t.Fatalf("%v, %v", examples, err)
	}
	// Limits for the reads of a plan without changes: the entries, the users, the facts
	// of each tenant, and eight for each synchronization and its scope.
	budgets := map[string]int{"mesh-of-four": 164, "hub-with-five-subsidiaries": 97, "defense-contractor": 20}
	for _, folder := range examples {
		name := filepath.Base(folder)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.StartWith(t, acctest.ReadEstate(t, filepath.Join(folder, "tenants.json")), kernel.Options{Settings: withoutEmptyPages})
			before := estateOf(t, w)
			s := topologyWorkspace(t, acctest.Requirements, "TF_VAR_emulator_ready_file="+w.ReadyFile())
			chdir := "-chdir=" + filepath.Join("topology", "examples", name)
			s.MustRun(chdir, "init")
			if out := s.MustRun(chdir, "test"); !strings.Contains(out, ", 0 failed") || strings.Contains(out, " 0 passed") {
				t.Errorf("the tests of the example say\n%s", out)
			}
			untouched(t, "the tests", before, estateOf(t, w))

			s.MustRun(chdir, "apply", "-auto-approve")
			if reflect.DeepEqual(before, estateOf(t, w)) {
				t.Error("the example changes nothing")
			}
			w.ForgetRequests()
			if out, err := s.Run(chdir, "plan", "-detailed-exitcode"); err != nil {
				t.Errorf("the second plan is not empty: %v\n%s", err, out)
			}
			// The composition of batches depends on timing.
			asked := slices.DeleteFunc(w.Requests(), func(r string) bool { return strings.HasSuffix(r, "/$batch") })
			if writes := w.Writes(); len(asked) > budgets[name] || len(writes) > 0 {
				t.Errorf("the second plan takes %d requests of %d, and writes %v", len(asked), budgets[name], writes)
			}
			s.MustRun(chdir, "destroy", "-auto-approve")
			untouched(t, "destroy", before, estateOf(t, w))
		})
	}
}

// topologyWorkspace has the module in the folder topology.
func topologyWorkspace(t *testing.T, config string, env ...string) *acctest.Workspace {
	t.Helper()
	s := acctest.NewWorkspace(t, acctest.Requirements, env...)
	s.Copy("topology", topologyFolder)
	s.Write(config)
	return s
}

// estateOf is the complete state of the tenants, except the recycle bins.
func estateOf(t *testing.T, w *acctest.World) map[string]map[string]any {
	t.Helper()
	data, err := json.Marshal(w.Snapshot())
	if err != nil {
		t.Fatal(err)
	}
	var estate map[string]map[string]any
	if err := json.Unmarshal(data, &estate); err != nil {
		t.Fatal(err)
	}
	for _, tenant := range estate {
		delete(tenant, "deleted_users")
		delete(tenant, "deleted_groups")
	}
	return estate
}

func untouched(t *testing.T, what string, before, after map[string]map[string]any) {
	t.Helper()
	for key, tenant := range before {
		for name, value := range tenant {
			if !reflect.DeepEqual(value, after[key][name]) {
				t.Errorf("%s leaves %s of %s as\n%v\nand not as\n%v", what, name, key, brief(after[key][name]), brief(value))
			}
		}
	}
}

// brief shortens the report of a failure.
func brief(value any) string {
	text := fmt.Sprint(value)
	return text[:min(len(text), 2000)]
}

// shape is a call of the module for the tenants of the standard estate.
func shape(w *acctest.World, arguments string) string {
	return w.Config(`
module "topology" {
  source = "./topology"

  tenants = {
    contoso   = { tenant_id = "` + acctest.ContosoID + `" }
    fabrikam  = { tenant_id = "` + acctest.FabrikamID + `" }
    northwind = { tenant_id = "` + acctest.NorthwindID + `", cloud = "usgovernment", other_clouds = ["china"] }
  }
  on_existing = "adopt"
` + arguments + `
}

output "ok" { value = module.topology.ok }
`)
}

// Listed edges: a removed capability is revoked, and so are all capabilities of a
// removed edge while the edge in the other direction remains.
func TestTopologyModuleTakesBack(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, acctest.Standard().Grant("Policy.ReadWrite.CrossTenantAccess"))
	s := topologyWorkspace(t, shape(w, `
  kind  = "edges"
  edges = {
    "contoso->fabrikam" = ["b2b_collaboration", "trust_mfa", "auto_redeem"]
    "fabrikam->contoso" = ["b2b_collaboration", "direct_connect"]
  }`))
	s.MustRun("init")
	s.MustRun("apply", "-auto-approve")
	fabrikam, contoso := entry(t, w, acctest.FabrikamID, acctest.ContosoID), entry(t, w, acctest.ContosoID, acctest.FabrikamID)
	if trust, _ := fabrikam["inboundTrust"].(map[string]any); trust["isMfaAccepted"] != true || trust["isCompliantDeviceAccepted"] != false {
		t.Errorf("Fabrikam trusts %v", trust)
	}
	if contoso["inboundTrust"] != nil {
		t.Errorf("Contoso trusts %v, which no edge asks for", contoso["inboundTrust"])
	}
	for name, set := range map[string]bool{
		"b2bCollaborationInbound": true, "b2bCollaborationOutbound": true, "b2bDirectConnectInbound": false, "b2bDirectConnectOutbound": true,
	} {
		if (fabrikam[name] != nil) != set {
			t.Errorf("%s of Fabrikam is %v", name, fabrikam[name])
		}
	}

	s.Write(shape(w, `
  kind  = "edges"
  edges = { "contoso->fabrikam" = null }`))
	if out := s.MustRun("apply", "-auto-approve"); !strings.Contains(out, "0 added, 2 changed, 0 destroyed") {
		t.Errorf("%s", out)
	}
	fabrikam, contoso = entry(t, w, acctest.FabrikamID, acctest.ContosoID), entry(t, w, acctest.ContosoID, acctest.FabrikamID)
	for name, value := range map[string]any{
		"inboundTrust": fabrikam["inboundTrust"], "b2bCollaborationOutbound": fabrikam["b2bCollaborationOutbound"],
		"b2bDirectConnectOutbound": fabrikam["b2bDirectConnectOutbound"], "b2bCollaborationInbound of Contoso": contoso["b2bCollaborationInbound"],
	} {
		if value != nil {
			t.Errorf("%s stays behind as %v", name, value)
		}
	}
	for of, consent := range map[string]any{"Fabrikam": fabrikam["automaticUserConsentSettings"], "Contoso": contoso["automaticUserConsentSettings"]} {
		if c, _ := consent.(map[string]any); c["inboundAllowed"] == true || c["outboundAllowed"] == true {
			t.Errorf("%s still consents to %v", of, c)
		}
	}
	s.Unchanged()
}

// The list of entries shows them later than a read of one entry. The check at the
// end of the apply reports the new entries, and so does the plan.
func TestTopologyModuleUnderLag(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, acctest.Standard().Grant("Policy.ReadWrite.CrossTenantAccess"))
	w.SetLag(acctest.Lag)
	s := topologyWorkspace(t, shape(w, `
  kind         = "mesh"
  capabilities = ["b2b_collaboration", "trust_mfa", "auto_redeem"]`))
	s.MustRun("init")
	if out := s.MustRun("apply", "-auto-approve"); !strings.Contains(out, "ok = true") {
		t.Errorf("the check does not see what the apply has made:\n%s", brief(out))
	}
	s.Unchanged()
}

// An edge with sync only gets the settings that sync needs, on the right side, and
// no more.
func TestTopologyModuleGrantsWhatSyncNeeds(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, acctest.Standard().Grant("Policy.ReadWrite.CrossTenantAccess"))
	s := topologyWorkspace(t, shape(w, `
  kind  = "edges"
  edges = { "contoso->fabrikam" = ["sync"] }`))
	s.MustRun("init")
	s.MustRun("apply", "-auto-approve")
	source, target := entry(t, w, acctest.ContosoID, acctest.FabrikamID), entry(t, w, acctest.FabrikamID, acctest.ContosoID)
	for side, c := range map[string]struct {
		entry             schema.Policy
		inbound, outbound bool
		open              string
	}{
		"source": {source, false, true, "b2bCollaborationOutbound"},
		"target": {target, true, false, "b2bCollaborationInbound"},
	} {
		consent, _ := c.entry["automaticUserConsentSettings"].(map[string]any)
		if consent["inboundAllowed"] != c.inbound || consent["outboundAllowed"] != c.outbound {
			t.Errorf("the %s consents to %v", side, consent)
		}
		for _, block := range []string{"b2bCollaborationInbound", "b2bCollaborationOutbound", "b2bDirectConnectInbound", "b2bDirectConnectOutbound", "inboundTrust"} {
			if (c.entry[block] != nil) != (block == c.open) {
				t.Errorf("%s of the %s is %v", block, side, c.entry[block])
			}
		}
	}
}

// A tenant id that differs from the provider's would grant access to another
// tenant.
func TestTopologyModuleRefusesAnotherTenantID(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, acctest.Standard().Grant("Policy.ReadWrite.CrossTenantAccess"))
	config, own := shape(w, `kind = "mesh"`), `fabrikam  = { tenant_id = "`+acctest.FabrikamID
	if strings.Count(config, own) != 1 {
		t.Fatalf("the configuration is\n%s", config)
	}
	s := topologyWorkspace(t, strings.Replace(config, own, `fabrikam  = { tenant_id = "99999999-9999-4999-8999-999999999999`, 1))
	s.MustRun("init")
	out, err := s.Run("apply", "-auto-approve")
	if want := "99999999-9999-4999-8999-999999999999 in this module"; err == nil || !strings.Contains(strings.Join(strings.Fields(out), " "), want) {
		t.Errorf("%v\n%s", err, out)
	}
	if writes := w.Writes(); len(writes) > 0 {
		t.Errorf("the tenants were changed: %v", writes)
	}
}

func TestTopologyModuleRefuses(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, acctest.Standard().Grant("Policy.ReadWrite.CrossTenantAccess"))
	s := topologyWorkspace(t, acctest.Requirements)
	for arguments, want := range map[string]string{
		`kind = "star"`: "The kind is mesh, hub or edges.",
		`kind = "hub"`:  "needs the key of at least one tenant",
		"kind = \"hub\"\nhubs = [\"contoso\"]\nedges = { \"contoso->fabrikam\" = null }": "has no edge contoso->fabrikam. For other edges, use kind = \"edges\" and name all of them.",
		"kind = \"edges\"\nedges = { \"contoso->tailspin\" = null }":                     "is none of the tenants",
		"kind = \"mesh\"\ncapabilities = [\"mail\"]":                                     "No edge can carry mail;",
		"kind = \"mesh\"\non_destroy = \"remove\"":                                       "on_destroy is delete or keep.",
	} {
		s.Write(shape(w, arguments))
		s.MustRun("init")
		if out, err := s.Run("plan"); err == nil || !strings.Contains(strings.Join(strings.Fields(out), " "), want) {
			t.Errorf("%s: %v\n%s", arguments, err, out)
		}
	}
	if writes := w.Writes(); len(writes) > 0 {
		t.Errorf("the tenants were changed: %v", writes)
	}
}

func entry(t *testing.T, w *acctest.World, tenantID, partnerID string) schema.Policy {
	t.Helper()
	p, err := crosstenant.Partners.Get(w.World, tenantID, partnerID)
	if err != nil {
		t.Fatal(err)
	}
	return p.Settings
}
