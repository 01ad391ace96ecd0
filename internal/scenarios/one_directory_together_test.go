package scenarios_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// sharedToo shares two users of the mesh by invitation as well, with free/busy on its
// edges, and an address of a partner in both address books.
const sharedToo = `
module "address_book" {
  source = "./modules/unified_gal"

  tenants = {
    contoso  = { tenant_id = "6f0d1c52-93a4-4b1e-8c27-5ad1e0b4c001", domains = ["contoso.example"] }
    fabrikam = { tenant_id = "1be4a7d9-20c8-4f63-9a15-7c3de8f2c002", domains = ["fabrikam.example"] }
  }
  people = [
    { email = "ana.ruiz@contoso.example" },
    { email = "cleo.bauer@fabrikam.example", share_as = "member" },
  ]
  after = module.topology.entries
}

resource "multitenant_mail_contact" "press" {
  for_each = toset(["contoso", "fabrikam"])

  tenant       = each.key
  email        = "press@partner.example"
  display_name = "Partner, press office"
}
`

// arrivedToo hides and shows the users that the jobs have created, in the address book.
const arrivedToo = `
data "multitenant_guests" "all" {
  for_each = toset(["contoso", "fabrikam"])

  tenant = each.key
}

resource "multitenant_gal_visibility" "arrived" {
  for_each = merge([
    for tenant, all in data.multitenant_guests.all : {
      for user in all.guests : "${tenant}/${user.email}" => { tenant = tenant, user_id = user.user_id } if !contains(["ana.ruiz@contoso.example", "cleo.bauer@fabrikam.example"], user.email)
    }
  ]...)

  tenant  = each.value.tenant
  user_id = each.value.user_id
  visible = true
}
`

// TestOneDirectoryTogether: synchronization and the common address book share the same
// users in one configuration. A user that was invited is found by the job and is not
// doubled, users that arrive are shown by a resource, and each further plan is empty.
func TestOneDirectoryTogether(t *testing.T) {
	t.Parallel()
	acctest.NeedsCLI(t, 11)
	e := fourTenants(t).WithExchange("Exchange Administrator").Grant(
		"User.Invite.All", "User.ReadWrite.All", "OrgContact.Read.All", "Policy.ReadWrite.CrossTenantCapability")
	e.Tenants = e.Tenants[:2]
	w := acctest.StartWith(t, e, kernel.Options{Settings: settings.With(func(s *settings.Settings) { s.SyncedMembersAreMailEnabled = true })})
	before := tenantState(t, w)
	config := strings.Replace(meshOf(w, e, ""), `"auto_redeem"]`, `"auto_redeem", "calendar_availability"]`, 1) + sharedToo
	s := workspace(t, config)
	s.MustRun("init")
	if out := s.MustRun("apply", "-auto-approve"); !strings.Contains(out, "ok = true") {
		t.Errorf("the apply says\n%s", acctest.Tail(out))
	}
	ana := w.Guest(e.Tenant(acctest.Fabrikam).TenantID, "ana.ruiz@contoso.example")
	atRest(t, w)
	s.Unchanged()
	union := []string{"ana.ruiz@contoso.example", "ben.ito@contoso.example", "cleo.bauer@fabrikam.example", "dan.novak@fabrikam.example"}
	for _, tenant := range e.Tenants {
		if got := mailsIn(w, tenant.TenantID); !slices.Equal(got, union) {
			t.Errorf("%s has %v", tenant.Key, got)
		}
	}
	if now := w.Guest(e.Tenant(acctest.Fabrikam).TenantID, ana.Mail); now.ID != ana.ID || now.UserType != directory.TypeGuest {
		t.Errorf("Ana is %s as a %s, and was %s", now.ID, now.UserType, ana.ID)
	}
	if cleo := w.Guest(e.Tenant(acctest.Contoso).TenantID, "cleo.bauer@fabrikam.example"); cleo.UserType != directory.TypeMember {
		t.Errorf("Cleo is a %s", cleo.UserType)
	}

	s.Write(config + arrivedToo)
	if out := s.MustRun("apply", "-auto-approve"); !strings.Contains(out, "2 added, 0 changed, 0 destroyed") {
		t.Errorf("the apply says\n%s", acctest.Tail(out))
	}
	atRest(t, w)
	s.Unchanged()
	inAddressBook(t, w, e, true)
	s.MustRun("destroy", "-auto-approve")
	for _, tenant := range e.Tenants {
		for _, u := range w.Guests(tenant.TenantID) {
			w.Remove(tenant.TenantID, u.ID)
		}
	}
	if err := acctest.Differences(tenantState(t, w), before); err != nil {
		t.Errorf("beside the users that were synchronized, the destroy leaves %v", err)
	}
}

// atRest runs the jobs twice. The second run finds nothing to do.
func atRest(t *testing.T, w *acctest.World) {
	t.Helper()
	w.Synchronize()
	for _, r := range w.Synchronize() {
		if r.State != "Succeeded" || r.Created+r.Updated+r.Deleted+r.Disabled+r.Restored > 0 {
			t.Errorf("the second run reports %+v", r)
		}
	}
}

// mailsIn lists the mail addresses of the users of a tenant.
func mailsIn(w *acctest.World, tenantID string) []string {
	var mails []string
	for _, u := range w.People(tenantID) {
		mails = append(mails, strings.ToLower(u.Mail))
	}
	slices.Sort(mails)
	return mails
}

// TestHubDirectory runs the jobs of the example of a holding: its directory is the union
// of all, as visible members, and each subsidiary has its own users only.
func TestHubDirectory(t *testing.T) {
	t.Parallel()
	const hub = "headquarters"
	e := acctest.ReadEstate(t, top+"examples/modules/topology/examples/hub-with-five-subsidiaries/tenants.json")
	w := acctest.Start(t, e)
	own := map[string][]string{}
	var union []string
	for _, tenant := range e.Tenants {
		own[tenant.Key] = mailsIn(w, tenant.TenantID)
		union = append(union, own[tenant.Key]...)
	}
	slices.Sort(union)
	own[hub] = union
	s := acctest.NewWorkspace(t, acctest.Requirements, "TF_VAR_emulator_ready_file="+w.ReadyFile())
	s.Copy("topology", top+"examples/modules/topology")
	chdir := "-chdir=" + filepath.Join("topology", "examples", "hub-with-five-subsidiaries")
	s.MustRun(chdir, "init")
	if out := s.MustRun(chdir, "apply", "-auto-approve"); !strings.Contains(out, "ok = true") {
		t.Errorf("the apply says\n%s", acctest.Tail(out))
	}
	atRest(t, w)
	if len(union) != len(e.Tenants) {
		t.Errorf("the estate has the users %v", union)
	}
	for key, people := range directories(w, e) {
		if !slices.Equal(people, own[key]) {
			t.Errorf("the directory of %s is %v, want %v", key, people, own[key])
		}
	}
	if out, err := s.Run(chdir, "plan", "-detailed-exitcode"); err != nil {
		t.Errorf("the second plan is not empty: %v\n%s", err, acctest.Tail(out))
	}
}
