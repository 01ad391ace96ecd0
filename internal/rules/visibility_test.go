package rules_test

import (
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

func TestCheckVisibility(t *testing.T) {
	t.Parallel()
	yes, no, unknown := rules.Known(true), rules.Known(false), rules.Fact[bool]{}
	tests := map[string]struct {
		inExchange, inGraph rules.Fact[bool]
		says                string
	}{
		"both visible":        {yes, yes, ""},
		"both hidden":         {no, no, ""},
		"Graph has no value":  {yes, unknown, ""},
		"Exchange not asked":  {unknown, no, ""},
		"hidden in Graph":     {yes, no, "Exchange Online has ana (1) of tenant \"fabrikam\" as visible (HiddenFromAddressListsEnabled = false), Graph as hidden"},
		"hidden in Exchange":  {no, yes, "as hidden (HiddenFromAddressListsEnabled = true), Graph as visible (showInAddressList = true)"},
		"neither has a value": {unknown, unknown, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found := rules.CheckVisibility(rules.VisibilityFacts{
				Tenant: rules.Tenant{Key: "fabrikam"}, UserID: "1", UserPrincipalName: "ana", InExchange: test.inExchange, InGraph: test.inGraph,
			})
			switch {
			case test.says == "" && len(found) > 0:
				t.Errorf("found %v", found)
			case test.says != "" && (len(found) != 1 || found[0].Code != rules.VisibilityDiffers || !strings.Contains(found[0].Detail, test.says)):
				t.Errorf("found %v, want %q", found, test.says)
			}
		})
	}
}

func TestCheckMailUser(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		facts rules.MailUserFacts
		why   string
	}{
		"a guest that is mail-enabled is late": {rules.MailUserFacts{External: true, MailEnabled: true, UserType: rules.Guest}, ""},
		"internal":                             {rules.MailUserFacts{MailEnabled: true, UserType: rules.Member}, "internal user"},
		"member too early":                     {rules.MailUserFacts{External: true, MailEnabled: true, UserType: rules.Member}, "became a member before"},
		"contact": {
			rules.MailUserFacts{External: true, UserType: rules.Guest, Other: "a@b.c", Contact: rules.Known("\"Ana\" (1)")},
			"mail contact \"Ana\" (1) holds",
		},
		"invited as a member": {rules.MailUserFacts{External: true, UserType: rules.Member, Mail: "a@b.c"}, "invited as a member"},
		"no mail":             {rules.MailUserFacts{External: true, UserType: rules.Guest}, "no mail address"},
		"another holder":      {rules.MailUserFacts{External: true, UserType: rules.Guest, Other: "a@b.c"}, "another object held"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found := rules.CheckMailUser(test.facts)
			switch {
			case test.why == "" && len(found) > 0:
				t.Errorf("found %v", found)
			case test.why != "" && (len(found) != 1 || found[0].Code != rules.NotMailEnabled || !strings.Contains(found[0].Detail, test.why) || found[0].Remedy == ""):
				t.Errorf("found %v, want %q", found, test.why)
			}
		})
	}
}
