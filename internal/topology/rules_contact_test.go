package topology_test

import (
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/topology"
)

func TestContactRules(t *testing.T) {
	t.Parallel()
	contact := topology.Known([]topology.Contact{{ID: "c1", DisplayName: "Ana Ruiz", Mail: email}})
	synced := topology.Known([]topology.Contact{{ID: "c2", DisplayName: "Ana Ruiz", Mail: email, Synced: true}})
	none := topology.Fact[[]topology.Contact]{}
	for _, r := range []rule{
		{
			"contact meets member", func(f *facts) { f.InvitedAs, f.Contacts = topology.Member, contact },
			[]topology.Code{"MT010"},
			[]string{"as Member is refused", `"Ana Ruiz" (c1, ` + email + ")", "in Exchange Online", `invited_user_type = "Guest"`},
		},
		{
			"synced contact meets member", func(f *facts) { f.InvitedAs, f.Contacts = topology.Member, synced },
			[]topology.Code{"MT010"},
			[]string{"on-premises directory"},
		},
		{
			"contact meets guest", func(f *facts) { f.Contacts = contact },
			[]topology.Code{"MT011"},
			[]string{"not mail-enabled", "c1", "Remove the mail contact"},
		},
		{
			"nothing meets member", func(f *facts) { f.InvitedAs = topology.Member },
			[]topology.Code{"MT012"},
			[]string{"not mail-enabled", `invited_user_type = "Guest"`, "multitenant_guest_user_type"},
		},
		{"nothing meets guest", func(*facts) {}, nil, nil},
		{"contacts not read, guest", func(f *facts) { f.Contacts = none }, nil, nil},
		// Whatever the contacts, a member who is invited is not mail-enabled.
		{"contacts not read, member", func(f *facts) { f.InvitedAs, f.Contacts = topology.Member, none }, []topology.Code{"MT012"}, nil},
		{
			"a conversion creates nobody",
			func(f *facts) {
				f.InvitedAs, f.Contacts, f.InvitedUserID = topology.Member, contact, "i1"
				f.Users = people(topology.User{ID: "i1", Mail: email})
			}, nil, nil,
		},
	} {
		r.check(t, fine())
	}
}

func TestCheckContact(t *testing.T) {
	t.Parallel()
	user := func(userType topology.UserType, external bool, proxies ...string) topology.User {
		return topology.User{
			ID: "g1", UserPrincipalName: "ana.ruiz_contoso.example#EXT#@fabrikam.onmicrosoft.com",
			UserType: userType, External: external, ProxyAddresses: proxies,
		}
	}
	blocks := []topology.Code{"MT013"}
	for name, c := range map[string]struct {
		users topology.Fact[[]topology.User]
		want  []topology.Code
	}{
		"mail-enabled guest":  {people(user(topology.Guest, true, "SMTP:"+email)), blocks},
		"mail-enabled member": {people(user(topology.Member, true, "SMTP:"+email)), blocks},
		"second of two":       {people(user(topology.Guest, true), user(topology.Guest, true, "SMTP:"+email)), blocks},
		"guest without mail":  {people(user(topology.Guest, true)), nil},
		"member without mail": {people(user(topology.Member, true)), nil},
		"internal user":       {people(user(topology.Member, false, "SMTP:"+email)), nil},
		"nobody":              {people(), nil},
		"users not read":      {topology.Fact[[]topology.User]{}, nil},
	} {
		findings := topology.CheckContact(topology.ContactFacts{Email: email, Tenant: topology.Tenant{Key: "fabrikam"}, Users: c.users})
		checkFindings(t, name, findings, c.want)
		if len(findings) == 1 {
			checkText(t, name, findings[0], []string{"Creating a mail contact for " + email, `"fabrikam"`, "g1", "multitenant_gal_visibility"})
		}
	}
}
