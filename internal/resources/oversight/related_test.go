package oversight_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
)

const strangerID = "99999999-9999-4999-8999-999999999999"

const related = `
data "multitenant_related_tenants" "all" {
  tenants = ["contoso", "fabrikam"]
}

output "related" {
  value = [for r in data.multitenant_related_tenants.all.related : join("|", [
    r.tenant, coalesce(r.related_tenant, r.related_tenant_id, "-"), r.declared ? "declared" : "undeclared", join(",", r.domains),
    join(",", r.inbound), join(",", r.outbound), r.guests == null ? "?" : tostring(r.guests), r.partner == null ? "?" : tostring(r.partner),
  ])]
}

output "unread" {
  value = [for u in data.multitenant_related_tenants.all.unread : "${u.tenant} ${u.what}"]
}
`

func TestRelatedTenants(t *testing.T) {
	t.Parallel()
	e := acctest.Standard()
	fabrikam := e.Tenant(acctest.Fabrikam)
	for _, name := range []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"} {
		fabrikam.Users = append(fabrikam.Users, guestOf("contoso.example", name, nil))
	}
	fabrikam.Users = append(fabrikam.Users, guestOf("stranger.example", "sam", nil))
	fabrikam.CrossTenantAccess["partners"] = []acctest.Object{
		{"tenantId": strangerID, "inboundTrust": acctest.Object{"isMfaAccepted": true}},
		{
			"tenantId": acctest.ContosoID, "automaticUserConsentSettings": acctest.Object{"inboundAllowed": true},
			"identitySynchronization": acctest.Object{"userSyncInbound": acctest.Object{"isSyncAllowed": true}},
		},
	}
	e.Tenant(acctest.Contoso).Synchronizations = []acctest.Object{{"displayName": "Sync", "secrets": acctest.Object{"CompanyId": acctest.FabrikamID}}}
	w := acctest.Start(t, e)
	list := func(texts ...string) knownvalue.Check {
		checks := make([]knownvalue.Check, 0, len(texts))
		for _, s := range texts {
			checks = append(checks, knownvalue.StringExact(s))
		}
		return knownvalue.ListExact(checks)
	}
	w.Test(
		resource.TestStep{
			Config: w.Config(related),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownOutputValue("related", list(
					"contoso|fabrikam|declared|||guests,synchronization|0|false",
					"contoso|northwind|declared||||0|true",
					"fabrikam|-|undeclared|stranger.example|guests||1|false",
					"fabrikam|contoso|declared|contoso.example|guests,partner,synchronization||10|true",
					"fabrikam|"+strangerID+"|undeclared||partner||0|true",
				)),
				statecheck.ExpectKnownOutputValue("unread", list()),
			},
		},
		resource.TestStep{
			PreConfig: func() {
				permissions := []string{"Organization.Read.All", "User.Read.All"}
				if err := application.SetPermissions(w.World, acctest.FabrikamID, acctest.ClientID(acctest.Fabrikam), permissions); err != nil {
					t.Fatal(err)
				}
			},
			Config: w.Config(related),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownOutputValue("unread", list("fabrikam partners", "fabrikam synchronization")),
			},
		},
	)
}
