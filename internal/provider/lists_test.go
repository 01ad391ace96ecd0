package provider_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// listedEstate is an estate in which Fabrikam has an object of every list resource.
func listedEstate() *acctest.Estate {
	e := acctest.Standard().WithExchange("Exchange Recipient Administrator").Grant(
		"Policy.ReadWrite.CrossTenantCapability", "EntitlementManagement.ReadWrite.All", "Policy.ReadWrite.AuthenticationMethod", "SharePointTenantSettings.ReadWrite.All")
	fabrikam := e.Tenant(acctest.Fabrikam)
	fabrikam.B2BManagement = acctest.Object{"blocked_domains": []string{"blocked.example"}}
	user := func(name, email, userType, state string, more acctest.Object) {
		u := acctest.Object{
			"displayName": name, "userPrincipalName": strings.Replace(email, "@", "_", 1) + "#EXT#@fabrikam.onmicrosoft.com", "mail": email,
			"userType": userType, "creationType": "Invitation", "externalUserState": state, "accountEnabled": true,
		}
		for property, value := range more {
			u[property] = value
		}
		fabrikam.Users = append(fabrikam.Users, u)
	}
	user("Ana", "ana@contoso.example", "Guest", "Accepted", acctest.Object{
		"manager": acctest.ManagerID, "sponsors": []string{acctest.AdministratorID}, "department": "Finance", "businessPhones": []string{"+34 910 000 001"},
	})
	user("Ben", "ben@contoso.example", "Member", "PendingAcceptance", acctest.Object{"accountEnabled": false})
	user("Dora", "dora@eu.contoso.example", "Member", "Accepted", nil)
	fabrikam.Connected = []acctest.Object{
		{"displayName": "Contoso", "identitySources": []any{acctest.Object{"@odata.type": "#microsoft.graph.azureActiveDirectoryTenant", "tenantId": acctest.ContosoID}}},
		{
			"displayName": "Partner", "description": "A partner", "state": "proposed", "internalSponsors": []string{acctest.ManagerID},
			"identitySources": []any{acctest.Object{"@odata.type": "#microsoft.graph.domainIdentitySource", "domainName": "partner.example"}},
		},
	}
	open := acctest.Object{
		"usersAndGroups": acctest.Object{"accessType": "allowed", "targets": []any{acctest.Object{"target": "AllUsers", "targetType": "user"}}},
		"applications":   acctest.Object{"accessType": "allowed", "targets": []any{acctest.Object{"target": "AllApplications", "targetType": "application"}}},
	}
	everyUser := acctest.Object{"usersAndGroups": open["usersAndGroups"]}
	partners, _ := fabrikam.CrossTenantAccess["partners"].([]acctest.Object)
	fabrikam.CrossTenantAccess["partners"] = append(partners, acctest.Object{
		"tenantId": acctest.ContosoID, "b2bCollaborationInbound": open, "inboundTrust": acctest.Object{"isMfaAccepted": true},
		"automaticUserConsentSettings": acctest.Object{"inboundAllowed": true},
		"identitySynchronization":      acctest.Object{"displayName": "Contoso", "userSyncInbound": acctest.Object{"isSyncAllowed": true}},
		"m365CollaborationInbound":     acctest.Object{"users": everyUser["usersAndGroups"]},
		"m365Capabilities": []acctest.Object{{
			"@odata.type": "#microsoft.graph.crossTenantMailTipsAll",
			"inboundAccess": acctest.Object{"isAllowed": true, "resourceScopes": acctest.Object{
				"included": []any{acctest.Object{"resourceType": "user", "resourceId": "All"}}, "excluded": []any{},
			}},
		}},
	})
	return e
}

// TestLists: every list contains the objects that its filters select, and what it
// generates imports by identity without a change.
func TestLists(t *testing.T) {
	t.Parallel()
	w := acctest.StartWith(t, listedEstate(), kernel.Options{Settings: settings.With(func(s *settings.Settings) {
		s.MailUserDelay, s.MailUserTypeDelay, s.ShowInAddressListDelay, s.HiddenWriteBackDelay, s.AddressWriteBackDelay = 0, 0, 0, 0, 0
	})})
	for _, name := range []string{"Info", "Help"} {
		contact := acctest.Object{"Name": name, "FirstName": name + "rmation", "ExternalEmailAddress": name + "@partner.example"}
		if _, err := w.Cmdlet(acctest.FabrikamID, "New-MailContact", contact); err != nil {
			t.Fatal(err)
		}
	}
	w.ForgetRequests()
	p := w.Protocol(t, nil)
	users := map[string]string{
		"": "Ana Ben Dora", "user_type=Member": "Ben Dora", "external_user_state=PendingAcceptance": "Ben", "domain=eu.contoso.example": "Dora",
	}
	for kind, lists := range map[string]map[string]string{
		"multitenant_b2b_invitation":              users,
		"multitenant_guest_user_type":             users,
		"multitenant_gal_visibility":              {"": "Ana Ben Dora", "user_type=Guest": "Ana"},
		"multitenant_mail_user":                   {"": "Ana Ben Dora"},
		"multitenant_mail_contact":                {"": "Help Info"},
		"multitenant_cross_tenant_access_partner": {"": "contoso northwind"},
		"multitenant_m365_capabilities":           {"": "contoso"},
		"multitenant_connected_organization":      {"": "Contoso Partner"},
		"multitenant_cross_tenant_access_default": {"": "fabrikam"},
		"multitenant_cross_tenant_access_policy":  {"": "fabrikam"},
		"multitenant_domain_list":                 {"": "fabrikam"},
		"multitenant_email_otp":                   {"": "fabrikam"},
		"multitenant_external_collaboration":      {"": "fabrikam"},
		"multitenant_sharepoint_sharing":          {"": "fabrikam"},
		"multitenant_organization_template":       {"": "fabrikam"},
	} {
		for filter, want := range lists {
			config := map[string]any{"tenant": "fabrikam"}
			if name, value, filtered := strings.Cut(filter, "="); filtered {
				config[name] = value
			}
			var names []string
			for _, r := range p.List(t, kind, 0, config) {
				names = append(names, r.DisplayName)
				if state := p.Adopt(t, kind, r); state["tenant"] != "fabrikam" {
					t.Errorf("%s lists %q with the state %v", kind, r.DisplayName, state)
				}
			}
			if slices.Sort(names); strings.Join(names, " ") != want {
				t.Errorf("%s with %q lists %q, want %q", kind, filter, names, want)
			}
		}
		if some := p.List(t, kind, 1, map[string]any{"tenant": "fabrikam"}); len(some) != 1 {
			t.Errorf("%s lists %d objects with a limit of one", kind, len(some))
		}
	}
	if none := p.List(t, "multitenant_domain_list", 0, map[string]any{"tenant": "contoso"}); len(none) > 0 {
		t.Errorf("a tenant without domain lists has %v", none)
	}
	if writes := w.Writes(); len(writes) > 0 {
		t.Errorf("lists wrote %v", writes)
	}
}

// TestListsReadNoPageAhead: a list reads a page when its first user is due, and stops
// when told or at the limit.
func TestListsReadNoPageAhead(t *testing.T) {
	t.Parallel()
	const users = 2100
	e := acctest.Standard()
	fabrikam := e.Tenant(acctest.Fabrikam)
	for i := range users {
		name := fmt.Sprintf("guest%d_contoso.example#EXT#@fabrikam.onmicrosoft.com", i)
		fabrikam.Users = append(fabrikam.Users, acctest.Object{
			"displayName": name, "userPrincipalName": name, "userType": "Guest", "creationType": "Invitation", "externalUserState": "Accepted",
		})
	}
	w := acctest.StartWith(t, e, kernel.Options{Settings: settings.With(acctest.WithoutEmptyPages)})
	p := w.Protocol(t, nil)
	for _, c := range []struct{ limit, take, pages int }{{0, 3, 1}, {5, 5, 1}, {999, 999, 1}, {1000, 1000, 2}, {0, users, 3}} {
		w.ForgetRequests()
		listed := 0
		for r := range p.ListStream(t, "multitenant_guest_user_type", int64(c.limit), map[string]any{"tenant": "fabrikam"}) {
			acctest.Silent(t, r.Diagnostics)
			if listed++; c.limit == 0 && listed == c.take {
				break
			}
		}
		pages := slices.DeleteFunc(w.Requests(), func(r string) bool { return r != "GET /users" })
		if others := w.Questions() - len(pages); listed != c.take || len(pages) != c.pages || others > 1 {
			t.Errorf("limit %d: %d users took %d pages and %d other requests, want %d users and %d pages", c.limit, listed, len(pages), others, c.take, c.pages)
		}
	}
}

// TestListRefusals: an unknown tenant, and a missing permission, are named.
func TestListRefusals(t *testing.T) {
	t.Parallel()
	e := acctest.Standard()
	e.Tenant(acctest.Fabrikam).Applications[0].Permissions = []string{"Organization.Read.All"}
	p := acctest.Start(t, e).Protocol(t, nil)
	for kind, permission := range map[string]string{
		"multitenant_b2b_invitation": "User.Read.All", "multitenant_cross_tenant_access_partner": "Policy.Read.All",
		"multitenant_mail_user": "Exchange", "multitenant_m365_capabilities": "Policy.Read.All",
		"multitenant_cross_tenant_access_default": "Policy.Read.All", "multitenant_cross_tenant_access_policy": "Policy.Read.All",
		"multitenant_domain_list": "Policy.Read.B2BManagementPolicy", "multitenant_email_otp": "Policy.ReadWrite.AuthenticationMethod",
		"multitenant_external_collaboration": "Policy.Read.All", "multitenant_sharepoint_sharing": "SharePointTenantSettings.Read",
		"multitenant_organization": "MultiTenantOrganization.Read.All", "multitenant_organization_tenant": "MultiTenantOrganization.Read.All",
		"multitenant_organization_membership": "MultiTenantOrganization.Read.All", "multitenant_organization_template": "Policy.Read.All",
	} {
		for tenant, want := range map[string]string{"tailspin": "tailspin", "fabrikam": permission} {
			results := p.List(t, kind, 0, map[string]any{"tenant": tenant})
			if len(results) != 1 || len(results[0].Diagnostics) != 1 || !strings.Contains(fmt.Sprint(*results[0].Diagnostics[0]), want) {
				t.Errorf("%s of %s lists %+v", kind, tenant, results)
			}
		}
	}
}
