package entitlement_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/entitlement"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

const (
	partner = "multitenant_connected_organization.partner"
	path    = "/identityGovernance/entitlementManagement/connectedOrganizations"
	groupID = "eeeeeeee-0000-4000-8000-000000000001"
)

func estate() *acctest.Estate {
	e := acctest.Standard().Grant("EntitlementManagement.ReadWrite.All", "Policy.ReadWrite.CrossTenantAccess")
	e.Tenant(acctest.Fabrikam).Groups = []acctest.Object{{
		"id": groupID, "displayName": "Partner managers", "mailNickname": "partner-managers", "mailEnabled": false, "securityEnabled": true,
	}}
	return e
}

// connected is a connected organization of Fabrikam.
func connected(label, name, arguments string) string {
	return fmt.Sprintf("\nresource \"multitenant_connected_organization\" \"%s\" {\n  tenant = \"fabrikam\"\n  display_name = %q\n%s\n}\n", label, name, arguments)
}

const fromContoso = "  identity_sources = [{ tenant_id = \"" + acctest.ContosoID + "\" }]\n"

// objects are the connected organizations of Fabrikam.
func objects(t *testing.T, w *acctest.World) []*entitlement.Organization {
	t.Helper()
	var all []*entitlement.Organization
	err := w.Truth().Read(acctest.FabrikamID, func(d *kernel.Directory, _ kernel.Moment) error {
		all = entitlement.Organizations.All(d)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// is compares the only connected organization of Fabrikam: name, state and sources.
func is(t *testing.T, w *acctest.World, want string, sources ...string) resource.TestCheckFunc {
	t.Helper()
	return acctest.Then(func() error {
		all := objects(t, w)
		if len(all) != 1 {
			return fmt.Errorf("%d connected organizations", len(all))
		}
		var have []string
		for _, s := range all[0].Sources {
			have = append(have, s.TenantID+s.Domain)
		}
		slices.Sort(have)
		if got := all[0].DisplayName + ", " + all[0].Description + ", " + all[0].State; got != want || !slices.Equal(have, sources) {
			return fmt.Errorf("it is %q with the sources %q, want %q with %q", got, have, want, sources)
		}
		return nil
	})
}

// change applies a PATCH body to the connected organization of Fabrikam, without
// Terraform.
func change(t *testing.T, w *acctest.World, patch acctest.Object) func() {
	t.Helper()
	return func() {
		id := objects(t, w)[0].ID
		if err := entitlement.Organizations.Update(w.World, acctest.FabrikamID, id, kernel.Draft{Properties: patch}, kernel.Actor{}); err != nil {
			t.Fatal(err)
		}
		w.Advance(6 * acctest.Lag)
	}
}

// resolved expects the first resolved source.
func resolved(kind, tenantID, domain knownvalue.Check) []statecheck.StateCheck {
	first := tfjsonpath.New("resolved_identity_sources").AtSliceIndex(0)
	return []statecheck.StateCheck{
		statecheck.ExpectKnownValue(partner, first.AtMapKey("type"), kind),
		statecheck.ExpectKnownValue(partner, first.AtMapKey("tenant_id"), tenantID),
		statecheck.ExpectKnownValue(partner, first.AtMapKey("domain_name"), domain),
	}
}

func TestConnectedOrganizationLifecycle(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, estate())
	w.SetLag(acctest.Lag)
	create := w.Config(connected("partner", "Contoso", fromContoso))
	all := w.Config(connected("partner", "Contoso and partner", fmt.Sprintf(`
  description       = "Text"
  state             = "proposed"
  identity_sources  = [{ domain_name = "CONTOSO.example" }, { tenant_id = %q }, { domain_name = "partner.example" }]
  external_sponsors = [%q]
  internal_sponsors = [%q, %q]
`, acctest.NorthwindID, acctest.ManagerID, strings.ToUpper(groupID), acctest.AdministratorID)))
	w.Test(
		resource.TestStep{
			Config: create, Check: is(t, w, "Contoso, , configured", acctest.ContosoID),
			ConfigStateChecks: append(resolved(knownvalue.StringExact("azureActiveDirectoryTenant"), knownvalue.StringExact(acctest.ContosoID), knownvalue.Null()),
				acctest.Value(partner, "external_sponsors", knownvalue.Null()), acctest.Value(partner, "description", knownvalue.Null())),
		},
		acctest.Unchanged(create),
		resource.TestStep{
			Config: all, ConfigPlanChecks: acctest.Planned(partner, plancheck.ResourceActionUpdate),
			Check: is(t, w, "Contoso and partner, Text, proposed", acctest.ContosoID, acctest.NorthwindID, "partner.example"),
		},
		acctest.Unchanged(all),
		// What others change is put right.
		resource.TestStep{
			PreConfig: change(t, w, acctest.Object{"state": "configured", "description": nil, "identitySources": []any{
				acctest.Object{"@odata.type": "#microsoft.graph.domainIdentitySource", "domainName": "other.example"},
			}}),
			Config: all, ConfigPlanChecks: acctest.Planned(partner, plancheck.ResourceActionUpdate),
			Check: is(t, w, "Contoso and partner, Text, proposed", acctest.ContosoID, acctest.NorthwindID, "partner.example"),
		},
		resource.TestStep{ResourceName: partner, ImportState: true, ImportStateId: "fabrikam/Contoso and partner"},
		resource.TestStep{ResourceName: partner, ImportState: true, ImportStateId: "fabrikam/contoso"},
		resource.TestStep{ResourceName: partner, ImportState: true, ImportStateId: "fabrikam/tailspin", ExpectError: acctest.Message("no connected organization")},
		// Attributes that leave the configuration keep their values, and empty ones are
		// cleared.
		resource.TestStep{
			Config: w.Config(connected("partner", "Contoso", fromContoso+"  description = \"\"\n  internal_sponsors = []")),
			Check:  is(t, w, "Contoso, , proposed", acctest.ContosoID),
			ConfigStateChecks: []statecheck.StateCheck{
				acctest.Value(partner, "external_sponsors", knownvalue.SetSizeExact(1)), acctest.Value(partner, "internal_sponsors", knownvalue.SetSizeExact(0)),
			},
		},
		resource.TestStep{
			PreConfig: func() {
				if err := entitlement.Organizations.Delete(w.World, acctest.FabrikamID, objects(t, w)[0].ID, kernel.Actor{}); err != nil {
					t.Fatal(err)
				}
				w.Advance(6 * acctest.Lag)
			},
			Config: create, ConfigPlanChecks: acctest.Planned(partner, plancheck.ResourceActionCreate), Check: is(t, w, "Contoso, , configured", acctest.ContosoID),
		},
		resource.TestStep{
			PreConfig:    func() { w.Advance(20 * acctest.Lag) },
			ResourceName: partner, ImportState: true, ImportStateId: "fabrikam/Contoso", ImportStateVerify: true,
			ImportStateVerifyIgnore: []string{"external_sponsors", "internal_sponsors"},
		},
	)
	if left := objects(t, w); len(left) > 0 {
		t.Errorf("after the destroy: %v", left)
	}
}

// Facts that sources leave open: a domain that stays one, a change without an answer, and
// a creation that shows its sources. A lost answer creates no second one.
func TestConnectedOrganizationOtherFacts(t *testing.T) {
	t.Parallel()
	w := acctest.StartWith(t, estate(), kernel.Options{Settings: settings.With(func(s *settings.Settings) {
		s.ConnectedDomainsStay, s.ConnectedOrganizationChangeIsEmpty, s.CreatedOrganizationShowsSources = true, true, true
	})})
	w.Fault(wire.Fault{Method: "POST", Path: path, DropResponse: true, Times: 1})
	create := w.Config(connected("partner", "Contoso", "  identity_sources = [{ domain_name = \"contoso.example\" }, { domain_name = \"b.example\", issuer_uri = \"urn:b\" }]"))
	w.Test(
		resource.TestStep{
			Config: create, Check: is(t, w, "Contoso, , configured", "b.example", "contoso.example"),
			ConfigStateChecks: resolved(knownvalue.StringExact("domainIdentitySource"), knownvalue.Null(), knownvalue.StringExact("contoso.example")),
		},
		acctest.Unchanged(create),
		resource.TestStep{
			Config: w.Config(connected("partner", "Contoso", "  description = \"Text\"\n"+fromContoso+"  on_destroy = \"keep\"")),
			Check:  is(t, w, "Contoso, Text, configured", "contoso.example"),
		},
	)
	if left := objects(t, w); len(left) != 1 {
		t.Errorf("after a destroy that keeps it: %v", left)
	}
}

func TestConnectedOrganizationIsRefused(t *testing.T) {
	t.Parallel()
	e := estate()
	e.Tenant(acctest.Fabrikam).EntraGovernance = false
	e.Tenant(acctest.Fabrikam).Connected = []acctest.Object{{
		"displayName": "Auto", "state": "proposed",
		"identitySources": []any{acctest.Object{"@odata.type": "#microsoft.graph.azureActiveDirectoryTenant", "tenantId": acctest.ContosoID}},
	}}
	w := acctest.StartWith(t, e, kernel.Options{Settings: settings.With(func(s *settings.Settings) { s.EntitlementNeedsLicense = false })})
	w.SetLag(acctest.Lag)
	refused := func(config string, texts ...string) resource.TestStep {
		return resource.TestStep{Config: w.Config(config), PlanOnly: true, ExpectError: acctest.Message(texts...)}
	}
	of := func(source string) string {
		return connected("partner", "A", "  identity_sources = [{ "+source+" }]")
	}
	entry := func(access string) string {
		return fmt.Sprintf(`
resource "multitenant_cross_tenant_access_partner" "contoso" {
  tenant            = "fabrikam"
  partner_tenant_id = %q
  b2b_collaboration_inbound = {
    users_and_groups = { access_type = %q, targets = [{ target = "AllUsers", target_type = "user" }] }
    applications     = { access_type = %[2]q, targets = [{ target = "AllApplications", target_type = "application" }] }
  }
}
`, acctest.ContosoID, access)
	}
	b := connected("b", "B", "  identity_sources = [{ domain_name = \"Partner.example\" }]")
	w.Test(
		refused(of("tenant_id = \"x\""), "Not a GUID"),
		refused(of("issuer_uri = \"urn:x\""), "tenant_id"),
		refused(of("tenant_id = \""+acctest.ContosoID+"\", domain_name = \"contoso.example\""), "domain_name"),
		refused(of("domain_name = \"partner\""), "must be a domain name"),
		refused(of("tenant_id = \""+acctest.FabrikamID+"\""), "Tenant cannot be connected to itself"),
		refused(of("tenant_id = \"99999999-0000-4000-8000-000000000001\""), "Domain needed", "domain_name"),
		refused(of("domain_name = \"partner.example\"")+b, "MT034", "partner.example"),
		refused(entry("blocked")+of("tenant_id = multitenant_cross_tenant_access_partner.contoso.partner_tenant_id"), "MT022", `Users of tenant "contoso"`),
		refused(entry("blocked")+of("tenant_id = \""+acctest.ContosoID+"\""), "MT022", "b2bCollaborationInbound"),
		resource.TestStep{
			Config:      w.Config(entry("allowed") + of("tenant_id = multitenant_cross_tenant_access_partner.contoso.partner_tenant_id")),
			ExpectError: acctest.Message(`Cannot create connected organization "A"`, `"Auto"`, "is proposed", "Import it"),
		},
		resource.TestStep{
			// A replica that does not know the new organization refuses its second source.
			Config: w.Config(of("domain_name = \"partner.example\" }, { domain_name = \"d.example\"")),
		},
	)
	out := w.Writes()
	if !slices.Contains(out, "POST "+path) {
		t.Errorf("wrote %v", out)
	}
}

// TestConnectedOrganizationIsContinued: a killed apply has created it, and the next one
// finds it although lists show it late.
func TestConnectedOrganizationIsContinued(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, estate())
	w.SetLag(acctest.Lag)
	s := acctest.NewWorkspace(t, w.Config(connected("partner", "Partner", "  identity_sources = [{ domain_name = \"a.example\" }, { domain_name = \"b.example\" }]")))
	if _, killed := w.Kill(s, acctest.Moment{Method: "POST", CarriedOut: true, CLI: true}, "apply", "-auto-approve"); !killed {
		t.Error("nothing is created")
	}
	s.MustRun("apply", "-auto-approve")
	if err := is(t, w, "Partner, , configured", "a.example", "b.example")(nil); err != nil {
		t.Error(err)
	}
	w.Advance(20 * acctest.Lag)
	s.Unchanged()
}
