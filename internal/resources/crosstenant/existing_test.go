package crosstenant_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	emulated "github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// withEntry is a world in which Fabrikam already has an entry for Contoso.
func withEntry(t *testing.T) *acctest.World {
	t.Helper()
	return acctest.Start(t, estateWithEntry(acctest.Object{
		"inboundTrust":            acctest.Object{"isMfaAccepted": true},
		"identitySynchronization": acctest.Object{"displayName": "By hand", "userSyncInbound": acctest.Object{"isSyncAllowed": true}},
	}))
}

// estateWithEntry is the estate in which Fabrikam has an entry for Contoso with
// these members.
func estateWithEntry(members acctest.Object) *acctest.Estate {
	e := estate()
	access := e.Tenant(acctest.Fabrikam).CrossTenantAccess
	partners, _ := access["partners"].([]acctest.Object)
	members["tenantId"] = acctest.ContosoID
	access["partners"] = append(partners, members)
	return e
}

func TestEntryThatExists(t *testing.T) {
	t.Parallel()
	w := withEntry(t)
	adopt := w.Config(about("on_existing = \"adopt\"\n b2b_collaboration_inbound = " + closed))
	w.Test(
		resource.TestStep{
			Config: w.Config(about("b2b_collaboration_inbound = " + closed)),
			ExpectError: acctest.Message("Cannot create cross-tenant access partner "+acctest.ContosoID+` in tenant "fabrikam"`,
				"Request_MultipleObjectsWithSameKeyValue", `on_existing = "adopt"`, `id = "fabrikam/`+acctest.ContosoID+`"`),
		},
		resource.TestStep{
			PreConfig: w.ForgetRequests,
			Config:    adopt,
			ConfigStateChecks: []statecheck.StateCheck{
				acctest.Value(contoso, "on_destroy", knownvalue.StringExact("keep")),
				acctest.Value(contoso, "inbound_trust", knownvalue.ObjectPartial(map[string]knownvalue.Check{"is_mfa_accepted": knownvalue.Bool(true)})),
			},
			Check: resource.ComposeAggregateTestCheckFunc(
				w.Made("POST "+partners, "PATCH "+partners+"/"+acctest.ContosoID),
				entry(w, map[string]any{"b2bCollaborationInbound": acctest.Everything("blocked")}),
				synchronizes(w, true, "By hand"),
			),
		},
		acctest.Unchanged(adopt),
		resource.TestStep{Config: adopt, Destroy: true, Check: synchronizes(w, true, "By hand")},
		// on_destroy = "delete" deletes an adopted entry too, synchronization
		// first.
		resource.TestStep{Config: w.Config(about(`
  on_existing = "adopt"
  on_destroy  = "delete"`))},
		resource.TestStep{
			PreConfig: w.ForgetRequests,
			Config:    w.Config(about(`on_destroy = "delete"`)), Destroy: true,
			Check: w.Made("DELETE "+partners+"/"+acctest.ContosoID+"/identitySynchronization", "DELETE "+partners+"/"+acctest.ContosoID),
		},
	)
}

func TestPartnerImport(t *testing.T) {
	t.Parallel()
	w := withEntry(t)
	config := w.Config(about(`inbound_trust = { is_mfa_accepted = true }`))
	w.Test(
		resource.TestStep{
			PreConfig:        w.ForgetRequests,
			Config:           config + "\nimport {\n  to = " + contoso + "\n  id = \"fabrikam/contoso\"\n}\n",
			ConfigPlanChecks: acctest.Planned(contoso, plancheck.ResourceActionNoop),
			ConfigStateChecks: []statecheck.StateCheck{
				acctest.Value(contoso, "on_destroy", knownvalue.StringExact("keep")),
				acctest.Value(contoso, "identity_synchronization", knownvalue.ObjectPartial(map[string]knownvalue.Check{"display_name": knownvalue.StringExact("By hand")})),
			},
			Check: w.Made(),
		},
		resource.TestStep{
			ResourceName: contoso, ImportState: true, ImportStateVerify: true,
			ImportStateId: acctest.FabrikamID + "/" + acctest.ContosoID,
		},
		resource.TestStep{
			ResourceName: contoso, ImportState: true, ImportStateId: "fabrikam/adatum", Config: config,
			ExpectError: acctest.Message("Cannot import cross-tenant access partner", "neither the key nor the tenant_id"),
		},
	)
	if _, err := emulated.Partners.Get(w.World, acctest.FabrikamID, acctest.ContosoID); err != nil {
		t.Errorf("destroying an imported entry has deleted it: %v", err)
	}
}

func TestPartnerDrift(t *testing.T) {
	t.Parallel()
	w := start(t)
	change := func(patch map[string]any) func() {
		return func() {
			if err := w.ChangePartner(acctest.FabrikamID, acctest.ContosoID, patch); err != nil {
				t.Fatal(err)
			}
			w.ForgetRequests()
		}
	}
	config := w.Config(about("inbound_trust = { is_mfa_accepted = true }\n identity_synchronization = { user_sync_allowed = true }"))
	w.Test(
		resource.TestStep{Config: config},
		// A block that is not configured is not managed.
		resource.TestStep{
			PreConfig:        change(map[string]any{"b2bCollaborationInbound": acctest.Everything("blocked")}),
			Config:           config,
			ConfigPlanChecks: acctest.Planned(contoso, plancheck.ResourceActionNoop),
		},
		resource.TestStep{
			PreConfig:        change(map[string]any{"inboundTrust": nil}),
			Config:           config,
			ConfigPlanChecks: acctest.Planned(contoso, plancheck.ResourceActionUpdate),
			Check: resource.ComposeAggregateTestCheckFunc(
				w.Made("PATCH "+partners+"/"+acctest.ContosoID),
				entry(w, map[string]any{"b2bCollaborationInbound": acctest.Everything("blocked")}),
			),
		},
		resource.TestStep{
			PreConfig: func() {
				if err := emulated.SyncPolicies.Delete(w.World, acctest.FabrikamID, acctest.ContosoID, kernel.Actor{}); err != nil {
					t.Fatal(err)
				}
			},
			Config:           config,
			ConfigPlanChecks: acctest.Planned(contoso, plancheck.ResourceActionUpdate),
			Check:            entry(w, nil),
		},
		resource.TestStep{
			PreConfig: func() {
				if err := emulated.SyncPolicies.Delete(w.World, acctest.FabrikamID, acctest.ContosoID, kernel.Actor{}); err != nil {
					t.Fatal(err)
				}
				if err := emulated.Partners.Delete(w.World, acctest.FabrikamID, acctest.ContosoID, kernel.Actor{}); err != nil {
					t.Fatal(err)
				}
			},
			Config:           config,
			ConfigPlanChecks: acctest.Planned(contoso, plancheck.ResourceActionCreate),
		},
	)
}

// TestPartnerUnderLag writes and deletes while readers have the previous values.
func TestPartnerUnderLag(t *testing.T) {
	t.Parallel()
	w := acctest.StartWith(t, estate(), kernel.Options{Lag: acctest.Lag})
	w.Fault(wire.Fault{Service: wire.Graph, Method: http.MethodPatch, Path: partners + "/*", Times: 1, Status: 503, RetryAfter: json.RawMessage("0")})
	first := w.Config(about("b2b_collaboration_inbound = " + open + "\n identity_synchronization = { user_sync_allowed = true }"))
	second := w.Config(about("b2b_collaboration_inbound = { inherit = true }\n identity_synchronization = { absent = true }"))
	w.Test(
		resource.TestStep{Config: first},
		resource.TestStep{Config: second},
		resource.TestStep{Config: first},
	)
}

// TestEntryThatWasJustDeleted is still returned when a new one is created.
func TestEntryThatWasJustDeleted(t *testing.T) {
	t.Parallel()
	w := withEntry(t)
	w.Test(resource.TestStep{
		PreConfig: func() {
			if err := emulated.SyncPolicies.Delete(w.World, acctest.FabrikamID, acctest.ContosoID, kernel.Actor{}); err != nil {
				t.Fatal(err)
			}
			w.SetLag(acctest.Lag)
			if err := emulated.Partners.Delete(w.World, acctest.FabrikamID, acctest.ContosoID, kernel.Actor{}); err != nil {
				t.Fatal(err)
			}
			w.SetLag(0)
		},
		Config: w.Config(about("inbound_trust = { is_mfa_accepted = true }")),
		Check:  entry(w, map[string]any{"b2bCollaborationInbound": nil}),
	})
}

// TestAnswerThatIsLost creates one entry, whatever responses are lost.
func TestAnswerThatIsLost(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.Fault(wire.Fault{Service: wire.Graph, Method: http.MethodPost, Path: partners, Times: 1, DropResponse: true})
	w.Fault(wire.Fault{Service: wire.Graph, Method: http.MethodPut, Path: partners + "/*/identitySynchronization", Times: 1, DropResponse: true})
	config := w.Config(about(everyBlock))
	w.Test(resource.TestStep{Config: config, Check: synchronizes(w, true, "Contoso")}, acctest.Unchanged(config))
}

func TestPartnerWithoutPermission(t *testing.T) {
	t.Parallel()
	e := estate()
	e.Tenant(acctest.Fabrikam).Applications[0].Permissions = []string{"Policy.Read.All"}
	w := acctest.Start(t, e)
	w.Test(resource.TestStep{
		Config: w.Config(about("")),
		ExpectError: acctest.Message("Cannot create cross-tenant access partner "+acctest.ContosoID+` in tenant "fabrikam"`,
			"403 Authorization_RequestDenied", "Policy.ReadWrite.CrossTenantAccess in tenant \"fabrikam\""),
	})
}
