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
