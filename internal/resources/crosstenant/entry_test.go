package crosstenant_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestPlanNamesEntryThatExists warns, because the entry may be a deleted one that
// is still returned.
func TestPlanNamesEntryThatExists(t *testing.T) {
	t.Parallel()
	w := withEntry(t)
	s := acctest.NewWorkspace(t, w.Config(about("inbound_trust = { is_mfa_accepted = true }")))
	const title = "MT025: A new cross-tenant access partner exists already"
	out := strings.Join(strings.Fields(s.MustRun("plan")), " ")
	if !strings.Contains(out, title) || !strings.Contains(out, `id = "fabrikam/`+acctest.ContosoID+`"`) {
		t.Errorf("the plan does not tell of the entry:\n%s", out)
	}
	for name, config := range map[string]string{
		"adopted":    about("on_existing = \"adopt\""),
		"not there":  strings.ReplaceAll(about(""), acctest.ContosoID, tailspinID),
		"turned off": about("") + "\n# off",
	} {
		config = w.Config(config)
		if name == "turned off" {
			config = acctest.Checking(config, "off", "MT025")
		}
		s.Write(config)
		if out := s.MustRun("plan"); strings.Contains(out, "MT025") {
			t.Errorf("%s: the plan says\n%s", name, out)
		}
	}
	if writes := w.Writes(); len(writes) > 0 {
		t.Errorf("planning has written %v", writes)
	}
}

// TestPlanNamesWhatAdoptionChanges names the blocks whose current values differ,
// and no others.
func TestPlanNamesWhatAdoptionChanges(t *testing.T) {
	t.Parallel()
	w := withEntry(t)
	adopt := func(blocks string) string { return w.Config(about("on_existing = \"adopt\"\n" + blocks)) }
	s := acctest.NewWorkspace(t, adopt(`
  b2b_collaboration_inbound = `+closed+`
  inbound_trust             = { is_mfa_accepted = true }
  identity_synchronization  = { absent = true }`))
	const title = "Existing partner configuration will be modified"
	out := strings.Join(strings.Fields(strings.ReplaceAll(s.MustRun("plan"), "│", " ")), " ")
	if !strings.Contains(out, title) || !strings.Contains(out, "changes b2b_collaboration_inbound, identity_synchronization. To see") {
		t.Errorf("the plan does not tell what changes:\n%s", out)
	}
	s.Write(adopt(`inbound_trust = { is_mfa_accepted = true }`))
	if out := s.MustRun("plan"); strings.Contains(out, title) {
		t.Errorf("nothing changes, and the plan says\n%s", out)
	}
}

// TestEntryPlannedTwice refuses a second resource for an entry, whether the first
// one is new or in the state.
func TestEntryPlannedTwice(t *testing.T) {
	t.Parallel()
	w := start(t)
	one := about("automatic_user_consent = { inbound_allowed = true, outbound_allowed = false }")
	both := w.Config(one + strings.NewReplacer(`"contoso" {`, `"again" {`, acctest.ContosoID, strings.ToUpper(acctest.ContosoID)).Replace(about("")))
	refused := func(claimant string) resource.TestStep {
		return resource.TestStep{
			Config: both,
			ExpectError: acctest.Message("MT026: Two resources manage the same cross-tenant access partner",
				claimant, `both manage the entry of tenant "fabrikam" for `+acctest.ContosoID),
		}
	}
	renamed := strings.Replace(one, `"contoso" {`, `"renamed" {`, 1)
	w.Test(
		refused("A new entry of this plan and another"),
		resource.TestStep{Config: w.Config(one)},
		refused("A new entry of this plan and Entry "+acctest.FabrikamID+"/"+acctest.ContosoID+" of the state"),
		// A moved resource has the same entry.
		acctest.Unchanged(w.Config(renamed+"\nmoved {\n  from = "+contoso+"\n  to = multitenant_cross_tenant_access_partner.renamed\n}\n")),
	)
}
