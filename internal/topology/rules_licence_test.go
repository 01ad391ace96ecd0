package topology_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/topology"
)

func TestLicenceRule(t *testing.T) {
	t.Parallel()
	facts := topology.LicenceFacts{Tenant: topology.Tenant{Key: "fabrikam"}, Setting: "inbound_trust", Use: topology.TrustsClaims}
	for name, c := range map[string]struct {
		licence topology.Fact[bool]
		want    int
	}{
		"there":    {topology.Known(true), 0},
		"not read": {topology.Fact[bool]{}, 0},
		"missing":  {topology.Known(false), 1},
	} {
		facts.EntraP1 = c.licence
		found := topology.CheckLicence(facts)
		if len(found) != c.want {
			t.Errorf("%s: found %+v", name, found)
		}
		for _, f := range found {
			if f.Code != "MT024" || f.Severity != topology.Warn {
				t.Errorf("%s: found %s %s", name, f.Code, f.Severity)
			}
			if !strings.Contains(f.Detail, `inbound_trust trusts claims of other tenants, which takes Entra ID P1 in tenant "fabrikam"`) {
				t.Errorf("%s: the detail is %q", name, f.Detail)
			}
		}
	}
}

// TestLicenceRuleHasARemedy for every use of the licence.
func TestLicenceRuleHasARemedy(t *testing.T) {
	t.Parallel()
	for _, use := range []topology.LicensedUse{topology.NamesUsers, topology.NamesApplications, topology.TrustsClaims} {
		for _, f := range topology.CheckLicence(topology.LicenceFacts{Use: use, EntraP1: topology.Known(false)}) {
			if strings.HasPrefix(f.Remedy, " Or") {
				t.Errorf("whoever %s has no other way: %q", use, f.Remedy)
			}
		}
	}
}

func TestLicensedHalves(t *testing.T) {
	t.Parallel()
	of := func(kind string, ids ...string) *topology.Targets {
		half := &topology.Targets{Access: topology.Allowed}
		for _, id := range ids {
			half.Targets = append(half.Targets, topology.Target{ID: id, Type: kind})
		}
		return half
	}
	const someone, some = "aaaaaaaa-0000-4000-8000-000000000001", "bbbbbbbb-0000-4000-8000-000000000001"
	everybody, everything := of(topology.TargetUser, topology.AllUsers), of(topology.TargetApplication, topology.AllApplications)
	users := topology.LicensedHalf{Half: topology.UsersAndGroups, Use: topology.NamesUsers}
	applications := topology.LicensedHalf{Half: topology.Applications, Use: topology.NamesApplications}
	for name, c := range map[string]struct {
		setting *topology.B2BSetting
		want    []topology.LicensedHalf
	}{
		"inherited":           {nil, nil},
		"undecided":           {&topology.B2BSetting{}, nil},
		"everybody":           {&topology.B2BSetting{UsersAndGroups: everybody, Applications: everything}, nil},
		"keywords":            {&topology.B2BSetting{UsersAndGroups: everybody, Applications: of(topology.TargetApplication, topology.Office365, "AllMicrosoftApps")}, nil},
		"a user":              {&topology.B2BSetting{UsersAndGroups: of(topology.TargetUser, someone), Applications: everything}, []topology.LicensedHalf{users}},
		"a group":             {&topology.B2BSetting{UsersAndGroups: of(topology.TargetGroup, someone)}, []topology.LicensedHalf{users}},
		"an application":      {&topology.B2BSetting{UsersAndGroups: everybody, Applications: of(topology.TargetApplication, topology.Office365, some)}, []topology.LicensedHalf{applications}},
		"both":                {&topology.B2BSetting{UsersAndGroups: of(topology.TargetUser, someone), Applications: of(topology.TargetApplication, some)}, []topology.LicensedHalf{users, applications}},
		"a keyword elsewhere": {&topology.B2BSetting{UsersAndGroups: of(topology.TargetUser, topology.AllApplications), Applications: everything}, []topology.LicensedHalf{users}},
	} {
		if got := c.setting.LicensedHalves(); !slices.Equal(got, c.want) {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

func TestTrustThatAcceptsSomething(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		trust *topology.InboundTrust
		want  bool
	}{
		"inherited": {nil, false},
		"nothing":   {&topology.InboundTrust{}, false},
		"mfa":       {&topology.InboundTrust{IsMFAAccepted: true}, true},
		"compliant": {&topology.InboundTrust{IsCompliantDeviceAccepted: true}, true},
		"hybrid":    {&topology.InboundTrust{IsHybridAzureADJoinedDeviceAccepted: true}, true},
	} {
		if got := c.trust.Accepts(); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
