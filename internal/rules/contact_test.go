package rules_test

import (
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

func TestContactRules(t *testing.T) {
	t.Parallel()
	contact := rules.Known([]rules.Contact{{ID: "c1", DisplayName: "Ana Ruiz", Mail: email}})
	synced := rules.Known([]rules.Contact{{ID: "c2", DisplayName: "Ana Ruiz", Mail: email, Synced: true}})
	none := rules.Fact[[]rules.Contact]{}
	for _, r := range []rule{
		{
			"contact meets member", func(f *facts) { f.InvitedAs, f.Contacts = rules.Member, contact },
			[]rules.Code{"MT010"},
			[]string{"as Member is refused", `"Ana Ruiz" (c1, ` + email + ")", "in Exchange Online", `invited_user_type = "Guest"`},
		},
		{
			"synced contact meets member", func(f *facts) { f.InvitedAs, f.Contacts = rules.Member, synced },
			[]rules.Code{"MT010"},
			[]string{"on-premises directory"},
		},
		{
			"contact meets guest", func(f *facts) { f.Contacts = contact },
			[]rules.Code{"MT011"},
			[]string{"not mail-enabled", "c1", "Remove the mail contact"},
		},
		{
			"nothing meets member", func(f *facts) { f.InvitedAs = rules.Member },
			[]rules.Code{"MT012"},
			[]string{"not mail-enabled", `invited_user_type = "Guest"`, "multitenant_guest_user_type"},
		},
		{"nothing meets guest", func(*facts) {}, nil, nil},
		{"contacts not read, guest", func(f *facts) { f.Contacts = none }, nil, nil},
		// A member that is invited directly is not mail-enabled, with or without
		// contacts.
		{"contacts not read, member", func(f *facts) { f.InvitedAs, f.Contacts = rules.Member, none }, []rules.Code{"MT012"}, nil},
		{
			"a conversion creates no user",
			func(f *facts) {
				f.InvitedAs, f.Contacts, f.InvitedUserID = rules.Member, contact, "i1"
				f.Users = people(rules.User{ID: "i1", Mail: email})
			}, nil, nil,
		},
	} {
		r.check(t, fine())
	}
}

func TestCheckContact(t *testing.T) {
	t.Parallel()
	user := func(userType rules.UserType, external bool, proxies ...string) rules.User {
		return rules.User{
			ID: "g1", UserPrincipalName: "ana.ruiz_contoso.example#EXT#@fabrikam.onmicrosoft.com",
			UserType: userType, External: external, ProxyAddresses: proxies,
		}
	}
	blocks := []rules.Code{"MT013"}
	unasked := rules.Fact[*rules.AddressHolder]{}
	holder := func(kind string) rules.Fact[*rules.AddressHolder] {
		return rules.Known(&rules.AddressHolder{ID: "g1", Name: "Ana Ruiz", Type: kind})
	}
	for name, c := range map[string]struct {
		users  rules.Fact[[]rules.User]
		want   []rules.Code
		holder rules.Fact[*rules.AddressHolder]
	}{
		"mail-enabled guest":                 {people(user(rules.Guest, true, "SMTP:"+email)), blocks, unasked},
		"mail-enabled member":                {people(user(rules.Member, true, "SMTP:"+email)), blocks, unasked},
		"second of two":                      {people(user(rules.Guest, true), user(rules.Guest, true, "SMTP:"+email)), blocks, unasked},
		"guest without mail":                 {people(user(rules.Guest, true)), nil, unasked},
		"member without mail":                {people(user(rules.Member, true)), nil, unasked},
		"internal user":                      {people(user(rules.Member, false, "SMTP:"+email)), nil, unasked},
		"no user":                            {people(), nil, unasked},
		"users not read":                     {rules.Fact[[]rules.User]{}, nil, unasked},
		"mail user that Graph does not show": {people(), blocks, holder("MailUser")},
		"mail user, users not read":          {rules.Fact[[]rules.User]{}, blocks, holder("MailUser")},
		"mailbox in Exchange":                {people(), nil, holder("UserMailbox")},
		"no recipient in Exchange":           {people(), nil, rules.Known[*rules.AddressHolder](nil)},
	} {
		findings := rules.CheckContact(rules.ContactFacts{Email: email, Tenant: rules.Tenant{Key: "fabrikam"}, Users: c.users, Holder: c.holder})
		checkFindings(t, name, findings, c.want)
		if len(findings) == 1 {
			checkText(t, name, findings[0], []string{"Creating a mail contact for " + email, `"fabrikam"`, "g1", "multitenant_gal_visibility"})
		}
	}
}
