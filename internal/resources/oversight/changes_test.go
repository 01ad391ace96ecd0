package oversight_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

const access = `
resource "multitenant_cross_tenant_access_partner" "contoso" {
  tenant             = "fabrikam"
  partner_tenant_id  = "` + acctest.ContosoID + `"
  inbound_trust      = { is_mfa_accepted = true }
  identity_synchronization = { user_sync_allowed = true }
}

resource "multitenant_b2b_invitation" "mona" {
  tenant = "fabrikam"
  email  = "mona.manager@contoso.example"
  after  = [multitenant_cross_tenant_access_partner.contoso.id]
}
`

// changes reads the logs after the objects above.
func changes(arguments string) string {
	return access + changesOf("depends_on = [multitenant_cross_tenant_access_partner.contoso, multitenant_b2b_invitation.mona]\n"+arguments)
}

func changesOf(arguments string) string {
	return `
data "multitenant_cross_tenant_changes" "all" {
  since = "2020-01-01T00:00:00Z"
` + arguments + `
}

locals {
  changes = data.multitenant_cross_tenant_changes.all.changes
  unread  = data.multitenant_cross_tenant_changes.all.unread
}

output "lines" {
  value = sort([for c in local.changes : join("|", [
    c.tenant, c.activity, coalesce(c.related_tenant, "-"), c.own_application == true ? "own" : "other",
  ])])
}

output "to" {
  value = [for c in local.changes : [for m in c.modified : m.to if m.property == "inboundTrust"]]
}

output "unread" {
  value = { for t, why in local.unread : t => length(regexall("AuditLog.Read.All and Directory.Read.All in tenant", why)) }
}

output "incomplete" {
  value = keys(data.multitenant_cross_tenant_changes.all.incomplete)
}
`
}

// lines are the changes of an apply, and those of others.
func lines(want ...string) statecheck.StateCheck {
	checks := make([]knownvalue.Check, 0, len(want))
	for _, w := range want {
		checks = append(checks, knownvalue.StringExact(w))
	}
	return statecheck.ExpectKnownOutputValue("lines", knownvalue.ListExact(checks))
}

func TestCrossTenantChanges(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, acctest.Standard().Grant("AuditLog.Read.All", "Directory.Read.All", "Policy.ReadWrite.CrossTenantAccess"))
	const (
		added   = "fabrikam|Add a partner to cross-tenant access setting|contoso|own"
		changed = "fabrikam|Update a partner cross-tenant access setting|contoso|other"
		synced  = "fabrikam|Create a partner cross-tenant identity sync setting|contoso|own"
		invited = "fabrikam|Invite external user|contoso|own"
		policy  = "northwind|Update authorization policy|-|other"
	)
	all := []knownvalue.Check{knownvalue.StringExact("contoso"), knownvalue.StringExact("fabrikam"), knownvalue.StringExact("northwind")}
	w.Test(
		resource.TestStep{Config: w.Config(access)},
		resource.TestStep{
			Config: w.Config(changes("")),
			ConfigStateChecks: []statecheck.StateCheck{
				lines(added, synced, invited),
				statecheck.ExpectKnownOutputValue("unread", knownvalue.MapExact(map[string]knownvalue.Check{})),
				statecheck.ExpectKnownOutputValue("incomplete", knownvalue.ListExact(all)),
			},
		},
		resource.TestStep{
			PreConfig: func() {
				if err := w.ChangePartner(acctest.FabrikamID, acctest.ContosoID, acctest.Object{"inboundTrust": nil}); err != nil {
					t.Fatal(err)
				}
				if err := w.ChangeAuthorization(acctest.NorthwindID, acctest.Object{"allowInvitesFrom": "everyone"}); err != nil {
					t.Fatal(err)
				}
			},
			Config:            w.Config(changes(`kinds = ["access", "collaboration"]`)),
			ConfigStateChecks: []statecheck.StateCheck{lines(added, changed, "fabrikam|Update a partner cross-tenant access setting|contoso|own", policy)},
		},
		resource.TestStep{
			Config:            w.Config(changes("maximum = 1\nkinds = [\"access\"]\ntenants = [\"fabrikam\"]")),
			ConfigStateChecks: []statecheck.StateCheck{lines("fabrikam|Update a partner cross-tenant access setting|contoso|own")},
		},
		resource.TestStep{
			Config:            w.Config(changes(`related_tenants = ["` + acctest.NorthwindID + `"]`)),
			ConfigStateChecks: []statecheck.StateCheck{lines()},
		},
		resource.TestStep{
			Config:      w.Config(changes(`related_tenants = ["nowhere"]`)),
			ExpectError: acctest.Message("Unknown tenant", "neither a key in the provider's tenants nor a tenant id"),
		},
		resource.TestStep{
			PreConfig: func() {
				if err := application.SetPermissions(w.World, acctest.NorthwindID, acctest.ClientID(acctest.Northwind), acctest.Permissions()); err != nil {
					t.Fatal(err)
				}
			},
			Config: w.Config(changes(`kinds = ["invitations"]`)),
			ConfigStateChecks: []statecheck.StateCheck{
				lines(invited),
				statecheck.ExpectKnownOutputValue("unread", knownvalue.MapExact(map[string]knownvalue.Check{acctest.Northwind: knownvalue.Int64Exact(1)})),
			},
		},
	)
}

// A log that names no partner in the changes of its entry leaves the tenant open.
func TestChangesWithoutPartner(t *testing.T) {
	t.Parallel()
	e := acctest.Standard().Grant("AuditLog.Read.All", "Directory.Read.All", "Policy.ReadWrite.CrossTenantAccess")
	w := acctest.Start(t, e)
	err := w.ChangeSettings(func(s *settings.Settings) error { s.PartnerChangesNamePartner = false; return nil })
	if err != nil {
		t.Fatal(err)
	}
	if err := w.ChangePartner(acctest.FabrikamID, acctest.NorthwindID, acctest.Object{"inboundTrust": acctest.Object{"isMfaAccepted": true}}); err != nil {
		t.Fatal(err)
	}
	w.Test(resource.TestStep{
		Config:            w.Config(changesOf(`kinds = ["access"]`)),
		ConfigStateChecks: []statecheck.StateCheck{lines("fabrikam|Update a partner cross-tenant access setting|-|other")},
	})
}
