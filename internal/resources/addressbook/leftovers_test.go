package addressbook_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

const leftovers = "data.multitenant_sharing_leftovers.it"

// leftoversOf is the data source for Fabrikam.
func leftoversOf(arguments ...string) string {
	return `
data "multitenant_sharing_leftovers" "it" {
  tenant = "fabrikam"
  ` + strings.Join(arguments, "\n  ") + `
}
`
}

// withReader is the standard estate with an application that may read Exchange
// Online, and with what Fabrikam shares.
func withReader() *acctest.Estate {
	e := acctest.Standard().Grant("Exchange.ManageAsApp")
	fabrikam := e.Tenant(acctest.Fabrikam)
	fabrikam.Applications[0].DirectoryRoles = []string{"Global Reader"}
	fabrikam.OrganizationRelationships = []acctest.Object{
		{"Name": "Off", "DomainNames": []string{"contoso.example"}, "Enabled": false, "FreeBusyAccessEnabled": true, "FreeBusyAccessLevel": "LimitedDetails"},
		{
			"Name": "Northwind", "DomainNames": []string{"northwind.example", "mail.northwind.example"},
			"FreeBusyAccessEnabled": true, "FreeBusyAccessLevel": "LimitedDetails", "FreeBusyAccessScope": "Managers", "PhotosEnabled": true,
		},
		{
			"Name": "Contoso", "DomainNames": []string{"Contoso.example"}, "FreeBusyAccessEnabled": true, "MailTipsAccessEnabled": true,
			"MailTipsAccessLevel": "All", "MailboxMoveEnabled": true,
		},
	}
	fabrikam.SharingPolicies = []acctest.Object{
		{"Name": "Default Sharing Policy", "Default": true, "Domains": []string{
			"Anonymous:CalendarSharingFreeBusyReviewer", "*:CalendarSharingFreeBusySimple", "contoso.example: ContactsSharing, CalendarSharingFreeBusyDetail",
		}},
		{"Name": "Off", "Enabled": false, "Domains": []string{"*:CalendarSharingFreeBusySimple"}},
		{"Name": "Empty"},
		{"Name": "Publishing", "Domains": []string{"Anonymous:CalendarSharingFreeBusySimple"}},
	}
	fabrikam.AddressSpaces = []acctest.Object{
		{"ForestName": "contoso.example"}, {"ForestName": "mail.example", "TargetTenantId": acctest.ContosoID}, {"ForestName": "on-premises.example", "AccessMethod": "OrgWideFB"},
	}
	return e
}

func object(members map[string]knownvalue.Check) knownvalue.Check {
	return knownvalue.ObjectPartial(members)
}

func word(s string) knownvalue.Check { return knownvalue.StringExact(s) }

func names(list ...string) knownvalue.Check {
	checks := make([]knownvalue.Check, 0, len(list))
	for _, name := range list {
		checks = append(checks, object(map[string]knownvalue.Check{"name": word(name)}))
	}
	return knownvalue.ListExact(checks)
}

// TestLeftovers lists everything that is active, and what each object shares.
func TestLeftovers(t *testing.T) {
	t.Parallel()
	w := start(t, withReader())
	config := w.Config(leftoversOf())
	w.Test(resource.TestStep{
		Config: config,
		ConfigStateChecks: []statecheck.StateCheck{
			acctest.Value(leftovers, "organization_relationships", knownvalue.ListExact([]knownvalue.Check{
				object(map[string]knownvalue.Check{
					"name": word("Contoso"), "guid": knownvalue.NotNull(), "domains": knownvalue.ListExact([]knownvalue.Check{word("Contoso.example")}),
					"free_busy": word("nothing"), "free_busy_scope": knownvalue.Null(), "mail_tips": word("all"),
					"photos": knownvalue.Bool(false), "mailbox_moves": knownvalue.Bool(true),
				}),
				object(map[string]knownvalue.Check{
					"name": word("Northwind"), "domains": knownvalue.ListExact([]knownvalue.Check{word("mail.northwind.example"), word("northwind.example")}),
					"free_busy": word("details"), "free_busy_scope": word("Managers"), "mail_tips": knownvalue.Null(), "mail_tips_scope": knownvalue.Null(),
					"photos": knownvalue.Bool(true), "mailbox_moves": knownvalue.Bool(false),
				}),
			})),
			acctest.Value(leftovers, "sharing_policies", knownvalue.ListExact([]knownvalue.Check{
				object(map[string]knownvalue.Check{
					"name": word("Default Sharing Policy"), "default": knownvalue.Bool(true), "shares": knownvalue.ListExact([]knownvalue.Check{
						object(map[string]knownvalue.Check{"domain": word("*"), "calendar": word("times"), "contacts": knownvalue.Bool(false)}),
						object(map[string]knownvalue.Check{"domain": word("Anonymous"), "calendar": word("all")}),
						object(map[string]knownvalue.Check{"domain": word("contoso.example"), "calendar": word("details"), "contacts": knownvalue.Bool(true)}),
					}),
				}),
				object(map[string]knownvalue.Check{"name": word("Publishing"), "default": knownvalue.Bool(false)}),
			})),
			acctest.Value(leftovers, "availability_address_spaces", knownvalue.ListExact([]knownvalue.Check{
				object(map[string]knownvalue.Check{"domain": word("contoso.example"), "target_tenant_id": knownvalue.Null()}),
				object(map[string]knownvalue.Check{"domain": word("mail.example"), "target_tenant_id": word(acctest.ContosoID)}),
			})),
		},
	}, acctest.Unchanged(config))
}

// TestLeftoversOfPartner lists what is shared with one organization: entries for all
// domains concern it, and publishing does not.
func TestLeftoversOfPartner(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		partner                         string
		relationships, policies, spaces []string
	}{
		"a domain in any case":   {`"CONTOSO.example"`, []string{"Contoso"}, []string{"Default Sharing Policy"}, []string{"contoso.example"}},
		"its tenant id":          {`"contoso.example", "` + acctest.ContosoID + `"`, []string{"Contoso"}, []string{"Default Sharing Policy"}, []string{"contoso.example", "mail.example"}},
		"one of several domains": {`"mail.northwind.example", "www.northwind.example"`, []string{"Northwind"}, []string{"Default Sharing Policy"}, nil},
		"another organization":   {`"tailspin.example"`, nil, []string{"Default Sharing Policy"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t, withReader())
			w.Test(resource.TestStep{
				Config: w.Config(leftoversOf("partner_domains = [" + test.partner + "]")),
				ConfigStateChecks: []statecheck.StateCheck{
					acctest.Value(leftovers, "organization_relationships", names(test.relationships...)),
					acctest.Value(leftovers, "sharing_policies", names(test.policies...)),
					acctest.Value(leftovers, "availability_address_spaces", names(test.spaces...)),
				},
			})
		})
	}
}

// TestNoLeftovers: lists are empty, not null.
func TestNoLeftovers(t *testing.T) {
	t.Parallel()
	e := acctest.Standard().Grant("Exchange.ManageAsApp")
	e.Tenant(acctest.Fabrikam).Applications[0].DirectoryRoles = []string{"Exchange Administrator"}
	w := start(t, e)
	var checks []statecheck.StateCheck
	for _, list := range []string{"organization_relationships", "sharing_policies", "availability_address_spaces"} {
		checks = append(checks, acctest.Value(leftovers, list, knownvalue.ListSizeExact(0)))
	}
	w.Test(resource.TestStep{Config: w.Config(leftoversOf()), ConfigStateChecks: checks})
}

// TestLeftoversUnread: a tenant whose Exchange Online cannot be read is an error, and
// not an empty list.
func TestLeftoversUnread(t *testing.T) {
	t.Parallel()
	notThere := `{"error":"invalid_resource","error_description":"AADSTS500011: The resource principal named https://outlook.office365.com was not found in the tenant.","error_codes":[500011]}`
	roles := func(roles ...string) *acctest.Estate {
		e := withReader()
		e.Tenant(acctest.Fabrikam).Applications[0].DirectoryRoles = roles
		return e
	}
	for name, test := range map[string]struct {
		estate *acctest.Estate
		fault  *wire.Fault
		says   []string
	}{
		"no permission":      {acctest.Standard(), nil, []string{"Exchange.ManageAsApp", `tenant "fabrikam"`}},
		"no role":            {roles(), nil, []string{"Global Reader", `tenant "fabrikam"`}},
		"a role that cannot": {roles("Exchange Recipient Administrator"), nil, []string{"Global Reader", `tenant "fabrikam"`}},
		"no Exchange Online": {withReader(), &wire.Fault{
			Service: wire.Login, Tenant: acctest.Fabrikam, Status: 400, Body: &notThere, ContentType: "application/json",
		}, []string{"AADSTS500011"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t, test.estate)
			if test.fault != nil {
				w.Fault(*test.fault)
			}
			says := append([]string{`Cannot read the sharing settings of Exchange Online in tenant "fabrikam"`}, test.says...)
			w.Test(resource.TestStep{Config: w.Config(leftoversOf()), ExpectError: acctest.Message(says...)})
		})
	}
}

// TestInvalidPartnerDomains are mistakes in a configuration.
func TestInvalidPartnerDomains(t *testing.T) {
	t.Parallel()
	w := start(t, withReader())
	for _, partner := range []string{"", `"ana@contoso.example"`, `"*"`, `"contoso"`} {
		w.Test(resource.TestStep{
			Config: w.Config(leftoversOf("partner_domains = [" + partner + "]")), PlanOnly: true,
			ExpectError: acctest.Message("partner_domains"),
		})
	}
}
