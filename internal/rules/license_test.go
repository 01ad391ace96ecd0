package rules_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

func TestLicenseRule(t *testing.T) {
	t.Parallel()
	facts := rules.LicenseFacts{Tenant: rules.Tenant{Key: "fabrikam"}, Setting: "inbound_trust", Use: rules.TrustsClaims}
	for name, c := range map[string]struct {
		license rules.Fact[bool]
		want    int
	}{
		"there":    {rules.Known(true), 0},
		"not read": {rules.Fact[bool]{}, 0},
		"missing":  {rules.Known(false), 1},
	} {
		facts.EntraP1 = c.license
		found := rules.CheckLicense(facts)
		if len(found) != c.want {
			t.Errorf("%s: found %+v", name, found)
		}
		for _, f := range found {
			if f.Code != "MT024" || f.Severity != rules.Warn {
				t.Errorf("%s: found %s %s", name, f.Code, f.Severity)
			}
			if !strings.Contains(f.Detail, `inbound_trust trusts claims of other tenants, which requires Entra ID P1 in tenant "fabrikam"`) {
				t.Errorf("%s: the detail is %q", name, f.Detail)
			}
		}
	}
}

// TestSyncLicenseRule: users of one cloud need P1 in the source, groups and users of
// another cloud Governance.
func TestSyncLicenseRule(t *testing.T) {
	t.Parallel()
	yes, no, unread := rules.Known(true), rules.Known(false), rules.Fact[bool]{}
	for name, c := range map[string]struct {
		groups         bool
		cloud          string
		p1, governance rules.Fact[bool]
		want           string
	}{
		"users":                         {false, "public", yes, no, ""},
		"users without P1":              {false, "public", no, yes, `of users from tenant "contoso" to tenant "fabrikam" requires Entra ID P1 in tenant "contoso"`},
		"users, not read":               {false, "public", unread, no, ""},
		"groups":                        {true, "public", no, yes, ""},
		"groups without Governance":     {true, "public", yes, no, `of groups from tenant "contoso" to tenant "fabrikam" requires Entra ID Governance or the Entra Suite`},
		"groups, not read":              {true, "public", yes, unread, ""},
		"across clouds":                 {false, "usgovernment", yes, no, `of users of another cloud from tenant "contoso"`},
		"across clouds with Governance": {false, "usgovernment", no, yes, ""},
	} {
		found := rules.CheckSyncLicense(rules.SyncLicenseFacts{
			Source: rules.Tenant{Key: "contoso", Cloud: "public"}, Target: rules.Tenant{Key: "fabrikam", Cloud: c.cloud}, Groups: c.groups,
			EntraP1: c.p1, Governance: c.governance,
		})
		switch {
		case c.want == "" && len(found) == 0:
		case len(found) != 1 || c.want == "" || found[0].Code != "MT024" || found[0].Severity != rules.Warn || !strings.Contains(found[0].Detail, c.want):
			t.Errorf("%s: found %+v, want %q", name, found, c.want)
		}
	}
}

// TestLicenseRuleHasARemedy: every use of the license has an alternative.
func TestLicenseRuleHasARemedy(t *testing.T) {
	t.Parallel()
	for _, use := range []rules.LicensedUse{rules.NamesUsers, rules.NamesApplications, rules.TrustsClaims} {
		for _, f := range rules.CheckLicense(rules.LicenseFacts{Use: use, EntraP1: rules.Known(false)}) {
			if strings.HasPrefix(f.Remedy, " Or") {
				t.Errorf("a setting that %s has no alternative: %q", use, f.Remedy)
			}
		}
	}
}

func TestLicensedHalves(t *testing.T) {
	t.Parallel()
	of := func(kind string, ids ...string) *rules.Targets {
		half := &rules.Targets{Access: rules.Allowed}
		for _, id := range ids {
			half.Targets = append(half.Targets, rules.Target{ID: id, Type: kind})
		}
		return half
	}
	const someone, some = "aaaaaaaa-0000-4000-8000-000000000001", "bbbbbbbb-0000-4000-8000-000000000001"
	everybody, everything := of(rules.TargetUser, rules.AllUsers), of(rules.TargetApplication, rules.AllApplications)
	users := rules.LicensedHalf{Half: rules.UsersAndGroups, Use: rules.NamesUsers}
	applications := rules.LicensedHalf{Half: rules.Applications, Use: rules.NamesApplications}
	for name, c := range map[string]struct {
		setting *rules.B2BSetting
		want    []rules.LicensedHalf
	}{
		"inherited":           {nil, nil},
		"undecided":           {&rules.B2BSetting{}, nil},
		"everybody":           {&rules.B2BSetting{UsersAndGroups: everybody, Applications: everything}, nil},
		"keywords":            {&rules.B2BSetting{UsersAndGroups: everybody, Applications: of(rules.TargetApplication, rules.Office365, "AllMicrosoftApps")}, nil},
		"a user":              {&rules.B2BSetting{UsersAndGroups: of(rules.TargetUser, someone), Applications: everything}, []rules.LicensedHalf{users}},
		"a group":             {&rules.B2BSetting{UsersAndGroups: of(rules.TargetGroup, someone)}, []rules.LicensedHalf{users}},
		"an application":      {&rules.B2BSetting{UsersAndGroups: everybody, Applications: of(rules.TargetApplication, rules.Office365, some)}, []rules.LicensedHalf{applications}},
		"both":                {&rules.B2BSetting{UsersAndGroups: of(rules.TargetUser, someone), Applications: of(rules.TargetApplication, some)}, []rules.LicensedHalf{users, applications}},
		"a keyword elsewhere": {&rules.B2BSetting{UsersAndGroups: of(rules.TargetUser, rules.AllApplications), Applications: everything}, []rules.LicensedHalf{users}},
	} {
		if got := rules.LicensedHalves(rules.Restrictions, rules.AccessSettings{TenantRestrictions: c.setting}); !slices.Equal(got, c.want) {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
	collaboration := rules.AccessSettings{
		M365CollaborationInbound: of(rules.TargetUser, someone), M365CollaborationOutbound: everybody, AppServiceConnectInbound: of(rules.TargetApplication, some),
		InboundTrust: &rules.InboundTrust{IsMFAAccepted: true},
	}
	for b, want := range map[rules.Block][]rules.LicensedHalf{
		rules.M365Inbound: {{Half: rules.Users, Use: rules.NamesUsers}}, rules.M365Outbound: nil, rules.ServiceConnectInbound: {applications}, rules.Trust: nil,
	} {
		if got := rules.LicensedHalves(b, collaboration); !slices.Equal(got, want) {
			t.Errorf("%s: %+v, want %+v", b, got, want)
		}
	}
}

func TestTrustThatAcceptsSomething(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		trust *rules.InboundTrust
		want  bool
	}{
		"inherited": {nil, false},
		"nothing":   {&rules.InboundTrust{}, false},
		"mfa":       {&rules.InboundTrust{IsMFAAccepted: true}, true},
		"compliant": {&rules.InboundTrust{IsCompliantDeviceAccepted: true}, true},
		"hybrid":    {&rules.InboundTrust{IsHybridAzureADJoinedDeviceAccepted: true}, true},
	} {
		if got := c.trust.Accepts(); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
