package rules_test

import (
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

func TestCheckUserType(t *testing.T) {
	t.Parallel()
	type facts = rules.UserTypeFacts
	yes, no, unknown := rules.Known(true), rules.Known(false), rules.Fact[bool]{}
	early, synced := []rules.Code{"MT030"}, []rules.Code{"MT031"}
	for _, c := range []struct {
		name   string
		change func(*facts)
		want   []rules.Code
		says   []string
	}{
		{"mail-enabled and visible", func(*facts) {}, nil, nil},
		{"not mail-enabled", func(f *facts) { f.MailEnabled = no }, early, []string{"still not mail-enabled", "proxy address"}},
		{"hidden", func(f *facts) { f.ShowInAddressList = no }, early, []string{"hidden from the address book", "multitenant_gal_visibility"}},
		{
			"neither", func(f *facts) { f.MailEnabled, f.ShowInAddressList = no, no }, early,
			[]string{"not mail-enabled and hidden from the address book"},
		},
		{"mail unknown, hidden", func(f *facts) { f.MailEnabled, f.ShowInAddressList = unknown, no }, early, nil},
		{"nothing known", func(f *facts) { f.MailEnabled, f.ShowInAddressList = unknown, unknown }, nil, nil},
		{"former type unknown", func(f *facts) { f.From, f.MailEnabled = rules.Fact[rules.UserType]{}, no }, early, nil},
		{"a member already", func(f *facts) { f.From, f.MailEnabled = rules.Known(rules.Member), no }, nil, nil},
		{"back to guest", func(f *facts) { f.To, f.MailEnabled = rules.Guest, no }, nil, nil},
		{"internal user", func(f *facts) { f.External, f.MailEnabled, f.ShowInAddressList = no, no, no }, nil, nil},
		{"perhaps internal", func(f *facts) { f.External, f.MailEnabled = unknown, no }, nil, nil},

		{"hidden in Exchange", func(f *facts) { f.MailUser, f.VisibleInExchange = yes, no }, early, []string{"hidden from the address book"}},
		{"visible in Exchange, hidden in Graph", func(f *facts) { f.MailUser, f.VisibleInExchange, f.ShowInAddressList = yes, yes, no }, nil, nil},
		{"a mail user without an address in Graph", func(f *facts) { f.MailUser, f.VisibleInExchange, f.MailEnabled = yes, yes, no }, nil, nil},
		{"no mail user yet", func(f *facts) { f.MailUser = no }, early, []string{"not a mail user of Exchange Online", "multitenant_gal_visibility"}},
		{"no mail user, no address", func(f *facts) { f.MailUser, f.MailEnabled = no, no }, early, []string{"not mail-enabled", "mail contact"}},
		{"no mail user, hidden in Graph", func(f *facts) { f.MailUser, f.ShowInAddressList = no, no }, early, []string{"not a mail user of Exchange Online and hidden"}},

		{"synced type", func(f *facts) { f.Home, f.SyncJobs = "contoso", rules.Known([]string{"To Fabrikam"}) }, synced, []string{`("To Fabrikam")`, `tenant "contoso"`, "only when users are created"}},
		{"synced type, back to guest", func(f *facts) { f.To, f.SyncJobs = rules.Guest, rules.Known([]string{"a", "b"}) }, synced, []string{`"a", "b"`}},
		{"no sync job", func(f *facts) { f.SyncJobs = rules.Known([]string{}) }, nil, nil},
		{
			"both", func(f *facts) { f.MailEnabled, f.SyncJobs = no, rules.Known([]string{"job"}) },
			[]rules.Code{"MT030", "MT031"},
			nil,
		},
	} {
		f := facts{
			Tenant: rules.Tenant{Key: "fabrikam"}, UserID: "g1", UserPrincipalName: "ana_contoso.example#EXT#@fabrikam.onmicrosoft.com",
			External: yes, From: rules.Known(rules.Guest), To: rules.Member, MailEnabled: yes, ShowInAddressList: yes,
		}
		c.change(&f)
		findings := rules.CheckUserType(f)
		checkFindings(t, c.name, findings, c.want)
		if len(c.want) == 1 && len(findings) == 1 {
			checkText(t, c.name, findings[0], append(c.says, f.UserPrincipalName, "g1", `"fabrikam"`))
		}
	}
}
