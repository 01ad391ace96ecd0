package scenarios_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// mailingEstate is an estate without settings between the tenants, whose
// applications may change recipients and capabilities.
func mailingEstate() *acctest.Estate {
	e := unconnectedEstate().WithExchange("Exchange Administrator").Grant("Policy.ReadWrite.CrossTenantCapability")
	e.Tenant(acctest.Contoso).Hire("ana.ruiz@contoso.example", "eva.lind@contoso.example", "leo.maier@contoso.example")
	e.Tenant(acctest.Fabrikam).Hire("lee.gu@fabrikam.example")
	return e
}

const addressBook = `
module "address_book" {
  source = "./modules/unified_gal"

  tenants = {
    contoso  = { tenant_id = "11111111-1111-4111-8111-111111111111", domains = ["contoso.example"] }
    fabrikam = { tenant_id = "22222222-2222-4222-8222-222222222222", domains = ["fabrikam.example"] }
  }
  people = [
    { email = "ana.ruiz@contoso.example" },
    { email = "eva.lind@contoso.example", share_as = "member" },
    { email = "leo.maier@contoso.example", share_as = "address_book_only" },
    { email = "lee.gu@fabrikam.example" },
  ]
  free_busy = "times"
}

output "ok" {
  value = module.address_book.ok
}
`

// TestUnifiedAddressBook shares users in each of the three ways, with free/busy, in
// one apply.
func TestUnifiedAddressBook(t *testing.T) {
	t.Parallel()
	acctest.NeedsCLI(t, 11)
	w := acctest.Start(t, mailingEstate())
	before := tenantState(t, w)
	s := workspace(t, w.Config(addressBook))
	s.MustRun("init")
	if out := s.MustRun("apply", "-auto-approve"); !strings.Contains(out, "ok = true") || strings.Contains(out, "Warning") {
		t.Errorf("the apply says\n%s", out)
	}
	for _, want := range []struct {
		tenant, email, userType, recipient string
		enabled                            bool
	}{
		{acctest.FabrikamID, "ana.ruiz@contoso.example", "Guest", "GuestMailUser", true},
		{acctest.FabrikamID, "eva.lind@contoso.example", "Member", "MailUser", true},
		{acctest.FabrikamID, "leo.maier@contoso.example", "Guest", "GuestMailUser", false},
		{acctest.ContosoID, "lee.gu@fabrikam.example", "Guest", "GuestMailUser", true},
	} {
		u := w.Guest(want.tenant, want.email)
		if u.UserType != want.userType || u.AccountEnabled != want.enabled || u.ShowInAddressList == nil || !*u.ShowInAddressList {
			t.Errorf("%s is %s, enabled %t, in the address list %v", want.email, u.UserType, u.AccountEnabled, u.ShowInAddressList)
		}
		answer, err := w.Cmdlet(want.tenant, "Get-Recipient", acctest.Object{"Identity": u.ID})
		if err != nil {
			t.Fatal(err)
		}
		if r := answer.Records[0]; r.Get("RecipientTypeDetails") != want.recipient || r.Get("HiddenFromAddressListsEnabled") != false {
			t.Errorf("the recipient of %s is %v, hidden %v", want.email, r.Get("RecipientTypeDetails"), r.Get("HiddenFromAddressListsEnabled"))
		}
	}
	bothSee(t, w, "times", crosstenant.ByPolicy)
	s.Unchanged()
	s.Write(w.Config(strings.NewReplacer(`"times"`, `"details"`, `, share_as = "member"`, ``).Replace(addressBook)))
	if out := s.MustRun("apply", "-auto-approve"); !strings.Contains(out, "ok = true") {
		t.Errorf("the second apply says\n%s", out)
	}
	bothSee(t, w, "details", crosstenant.ByPolicy)
	if u := w.Guest(acctest.FabrikamID, "eva.lind@contoso.example"); u.UserType != "Guest" {
		t.Errorf("Eva is a %s", u.UserType)
	}
	s.Unchanged()
	s.MustRun("destroy", "-auto-approve")
	if err := acctest.Differences(tenantState(t, w), before); err != nil {
		t.Errorf("the destroy leaves %v", err)
	}
}

// TestUnifiedAddressBookOnEdges combines the address book with edges that share
// free/busy, in one apply.
func TestUnifiedAddressBookOnEdges(t *testing.T) {
	t.Parallel()
	acctest.NeedsCLI(t, 11)
	w := acctest.Start(t, mailingEstate())
	before := tenantState(t, w)
	s := workspace(t, w.Config(`
module "topology" {
  source = "./modules/topology"

  tenants = {
    contoso  = { tenant_id = "11111111-1111-4111-8111-111111111111" }
    fabrikam = { tenant_id = "22222222-2222-4222-8222-222222222222" }
  }
  kind         = "mesh"
  capabilities = ["b2b_collaboration", "calendar_availability"]
}
`+strings.NewReplacer(`free_busy = "times"`, `after = module.topology.entries`, "module.address_book.ok", "module.topology.ok").Replace(addressBook)))
	s.MustRun("init")
	if out := s.MustRun("apply", "-auto-approve"); !strings.Contains(out, "ok = true") {
		t.Errorf("the apply says\n%s", out)
	}
	bothSee(t, w, "times", crosstenant.ByPolicy)
	if u := w.Guest(acctest.FabrikamID, "eva.lind@contoso.example"); u.UserType != "Member" {
		t.Errorf("Eva is a %s", u.UserType)
	}
	s.Unchanged()
	s.MustRun("destroy", "-auto-approve")
	if err := acctest.Differences(tenantState(t, w), before); err != nil {
		t.Errorf("the destroy leaves %v", err)
	}
}

// bothSee expects what Ana of Contoso and Lee of Fabrikam see of each other's
// calendars.
func bothSee(t *testing.T, w *acctest.World, level, decidedBy string) {
	t.Helper()
	const ana, lee = "ana.ruiz@contoso.example", "lee.gu@fabrikam.example"
	for _, sight := range []crosstenant.Sight{
		w.Sees(acctest.Contoso, ana, acctest.Fabrikam, lee, crosstenant.CalendarAvailability),
		w.Sees(acctest.Fabrikam, lee, acctest.Contoso, ana, crosstenant.CalendarAvailability),
	} {
		if sight.Sees != level || sight.DecidedBy != decidedBy {
			t.Errorf("want %s by %s, got %+v", level, decidedBy, sight)
		}
	}
}

// inPowerShell is a line of a guide for Exchange Online PowerShell, and one of its
// parameters.
var (
	inPowerShell = regexp.MustCompile(`^(\w+-\w+)((?: -\w+ (?:"[^"]*"|\$\w+))+)$`)
	parameter    = regexp.MustCompile(` -(\w+) (?:"([^"]*)"|\$(\w+))`)
)

// administer runs a block of PowerShell in the tenants that have the named objects.
func administer(t *testing.T, w *acctest.World, block string) {
	t.Helper()
	tenants := map[string]string{"Fabrikam": acctest.ContosoID, "fabrikam.example": acctest.ContosoID, "Contoso": acctest.FabrikamID}
	for line := range strings.Lines(block) {
		call := inPowerShell.FindStringSubmatch(strings.TrimSpace(line))
		if call == nil {
			t.Fatalf("the line %q is not understood", line)
		}
		parameters := acctest.Object{}
		for _, p := range parameter.FindAllStringSubmatch(call[2], -1) {
			parameters[p[1]] = p[2]
			if p[3] != "" {
				parameters[p[1]] = p[3] == "true"
			}
		}
		identity, _ := parameters["Identity"].(string)
		if _, err := w.Cmdlet(tenants[identity], call[1], parameters); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
	}
}

// sharingEstate has legacy sharing between Contoso and Fabrikam.
func sharingEstate() *acctest.Estate {
	e := mailingEstate()
	relationship := func(name, domain string) []acctest.Object {
		return []acctest.Object{{
			"Name": name, "DomainNames": []string{domain}, "FreeBusyAccessEnabled": true, "FreeBusyAccessLevel": "LimitedDetails",
			"MailTipsAccessEnabled": true, "MailTipsAccessLevel": "All",
		}}
	}
	e.Tenant(acctest.Contoso).OrganizationRelationships = relationship("Fabrikam", "fabrikam.example")
	e.Tenant(acctest.Fabrikam).OrganizationRelationships = relationship("Contoso", "contoso.example")
	e.Tenant(acctest.Contoso).AddressSpaces = []acctest.Object{{"ForestName": "fabrikam.example"}}
	return e
}

// duringLegacy is a time at which legacy sharing still decides: it ends with Exchange
// Web Services, on 1 April 2027 by the emulator's clock.
func duringLegacy() time.Time { return time.Date(2026, time.December, 1, 9, 0, 0, 0, time.UTC) }

// TestFreeBusyGuide follows the guide from legacy sharing to its successor and back.
func TestFreeBusyGuide(t *testing.T) {
	t.Parallel()
	w := acctest.StartWith(t, sharingEstate(), kernel.Options{Now: duringLegacy})
	page, err := os.ReadFile(top + "docs/guides/free-busy.md")
	if err != nil {
		t.Fatal(err)
	}
	s := workspace(t, w.Config(""))
	s.MustRun("init")
	bothSee(t, w, "details", crosstenant.ByLegacy)
	var printed, findings []string
	shells := 0
	for _, block := range step.FindAllStringSubmatch(string(page), -1) {
		switch name, language, content := block[1], block[2], block[3]; {
		case name != "":
			if err := os.WriteFile(s.Path(name), []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		case language == "powershell":
			shells++
			administer(t, w, content)
		case language == "shell":
			printed = append(printed, s.MustRun("apply", "-auto-approve"))
			found, _ := s.Run("output", "-json", "findings") // none after the first step
			findings = append(findings, strings.TrimSpace(found))
		default:
			t.Errorf("unknown block %q", block[0])
		}
		if shells == 0 {
			bothSee(t, w, "details", crosstenant.ByLegacy)
		}
		if shells == 1 {
			bothSee(t, w, "times", crosstenant.ByPolicy)
		}
		if shells == 2 {
			legacyIsBack(t, w)
		}
	}
	if len(printed) != 3 || shells != 2 {
		t.Fatalf("the guide has %d applies and %d blocks of PowerShell", len(printed), shells)
	}
	if !strings.Contains(printed[0], `name            = "Fabrikam"`) || !strings.Contains(printed[0], `name             = "fabrikam.example"`) {
		t.Errorf("the leftovers are\n%s", printed[0])
	}
	if all := strings.Count(findings[1], `"MT`); all != 3 || strings.Count(findings[1], `"MT072 `) != all {
		t.Errorf("before the retirement the findings are %s", findings[1])
	}
	if findings[2] != "[]" {
		t.Errorf("after the retirement the findings are %s", findings[2])
	}
}

// legacyIsBack expects that Contoso's relationship decides again.
func legacyIsBack(t *testing.T, w *acctest.World) {
	t.Helper()
	s := w.Sees(acctest.Fabrikam, "lee.gu@fabrikam.example", acctest.Contoso, "ana.ruiz@contoso.example", crosstenant.CalendarAvailability)
	if s.Sees != "details" || s.DecidedBy != crosstenant.ByLegacy {
		t.Errorf("the relationship is enabled, and Lee sees %+v", s)
	}
}
