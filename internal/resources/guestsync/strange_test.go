package guestsync_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestStrangeUsers syncs a group that has users of every kind, into a tenant that knows
// some of them: all internal users of the home tenant come, each once, and no guest of it.
func TestStrangeUsers(t *testing.T) {
	t.Parallel()
	e := populated(1)
	contoso, fabrikam := e.Tenant(acctest.Contoso), e.Tenant(acctest.Fabrikam)
	strange := []acctest.Object{
		{"userPrincipalName": "no.mail@contoso.example", "displayName": "No Mail"},
		{"userPrincipalName": "o'neil@contoso.example", "mail": "o'neil@contoso.example", "displayName": "O'Neil"},
		{"userPrincipalName": "Blocked@contoso.example", "displayName": "Blocked", "accountEnabled": false},
		{"userPrincipalName": "contact@contoso.example", "mail": "contact@contoso.example", "displayName": "Contact"},
		{"userPrincipalName": "member@contoso.example", "mail": "member@contoso.example", "displayName": "Member"},
		{"userPrincipalName": "alias@contoso.example", "mail": "alias.mail@contoso.example", "displayName": "Alias", "proxyAddresses": []string{
			"SMTP:alias.mail@contoso.example", "smtp:second@contoso.example",
		}},
		{
			"userPrincipalName": "guest_tailspin.example#EXT#@contoso.onmicrosoft.com", "mail": "guest@tailspin.example", "userType": "Guest",
			"creationType": "Invitation", "externalUserState": "Accepted", "displayName": "Third",
		},
		{
			"userPrincipalName": "synced_tailspin.example#EXT#@contoso.onmicrosoft.com", "mail": "synced@tailspin.example", "userType": "Member",
			"creationType": "Invitation", "externalUserState": "Accepted", "displayName": "Third Member",
		},
		{
			"userPrincipalName": "mona.manager_fabrikam.example#EXT#@contoso.onmicrosoft.com", "mail": "Mona.Manager@fabrikam.example", "userType": "Guest",
			"creationType": "Invitation", "externalUserState": "Accepted", "displayName": "Of the resource tenant",
		},
	}
	var inner []string
	for i, u := range strange {
		u["id"] = userID(100 + i)
		if u["userType"] == nil {
			u["userType"] = "Member"
		}
		inner = append(inner, userID(100+i))
	}
	contoso.Users = append(contoso.Users, strange...)
	const innerID = "eeeeeeee-0000-4000-8000-000000000002"
	contoso.Groups = append(contoso.Groups, acctest.Object{"id": innerID, "displayName": "Inner", "members": append(inner, userID(1))})
	contoso.Groups[0]["members"] = []string{userID(1), innerID}
	fabrikam.Contacts = []acctest.Object{{"displayName": "Contact", "mail": "contact@contoso.example"}}
	fabrikam.Users = append(fabrikam.Users, acctest.Object{
		"mail": "member@contoso.example", "userType": "Member", "creationType": "Invitation", "externalUserState": "Accepted", "displayName": "M",
		"userPrincipalName": "member_contoso.example#EXT#@fabrikam.onmicrosoft.com",
	})
	w := acctest.Start(t, e)
	config := w.Config(guestSync(`attributes = { display_name = { from = "givenName", suffix = " (C)" } }`))
	w.Test(
		resource.TestStep{
			Config: config, ConfigStateChecks: []statecheck.StateCheck{number("people", 7), number("refused", 0), changed(map[string]int64{"create": 6, "adopt": 1})},
			Check: acctest.Then(func() error { return onlyHome(w) }),
		},
		acctest.Unchanged(config),
		acctest.Unchanged(config),
	)
	if mails := w.Mails(acctest.FabrikamID); len(mails) > 0 {
		t.Errorf("%d mails were sent", len(mails))
	}
}

// onlyHome expects guests from Contoso only, and that one that was a member is one.
func onlyHome(w *acctest.World) error {
	var names []string
	for _, u := range w.Guests(acctest.FabrikamID) {
		if !strings.HasSuffix(strings.ToLower(u.Mail), "@contoso.example") {
			return fmt.Errorf("%s is a guest", u.Mail)
		}
		names = append(names, strings.ToLower(u.Mail))
	}
	slices.Sort(names)
	if kept := w.Guest(acctest.FabrikamID, "member@contoso.example"); kept.UserType != "Member" || len(slices.Compact(names)) != 7 {
		return fmt.Errorf("the guests are %v, and %+v", names, kept)
	}
	return nil
}
