package rules_test

import (
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// A partner with a trust block of its own no longer inherits. A remedy must not
// cause the next gap that way.
func TestRemediesKeepInheritedTrust(t *testing.T) {
	t.Parallel()
	const repeat = " Repeat inboundTrust.isCompliantDeviceAccepted and inboundTrust.isHybridAzureADJoinedDeviceAccepted" +
		" at the partner: with a trust of its own it does not inherit the default's."
	devices := &rules.InboundTrust{IsCompliantDeviceAccepted: true, IsHybridAzureADJoinedDeviceAccepted: true}
	for name, test := range map[string]struct {
		defaults     *rules.InboundTrust
		partner      *rules.AccessSettings
		capabilities []rules.Capability
		policy       string
		code         rules.Code
		want         string
	}{
		"inherited":            {devices, &rules.AccessSettings{}, []rules.Capability{rules.TrustMFA}, "", rules.TrustMissing, repeat},
		"no partner":           {devices, nil, []rules.Capability{rules.TrustMFA}, "", rules.TrustMissing, repeat},
		"partner to be made":   {devices, nil, []rules.Capability{rules.TrustMFA, rules.AutoRedeem}, "", rules.PartnerMissing, repeat},
		"nothing to do there":  {devices, nil, []rules.Capability{rules.AutoRedeem}, "", rules.PartnerMissing, ""},
		"a trust of its own":   {devices, &rules.AccessSettings{InboundTrust: &rules.InboundTrust{}}, []rules.Capability{rules.TrustMFA}, "", rules.TrustMissing, ""},
		"nothing to inherit":   {&rules.InboundTrust{}, &rules.AccessSettings{}, []rules.Capability{rules.TrustMFA}, "", rules.TrustMissing, ""},
		"no default":           {nil, &rules.AccessSettings{}, []rules.Capability{rules.TrustMFA}, "", rules.TrustMissing, ""},
		"for a policy":         {devices, &rules.AccessSettings{}, []rules.Capability{rules.B2BCollaboration}, "mfa", rules.PolicyHinders, repeat},
		"no trust for it":      {devices, &rules.AccessSettings{}, []rules.Capability{rules.B2BCollaboration}, "block", rules.PolicyKeepsOut, ""},
		"policy, trust is own": {devices, &rules.AccessSettings{InboundTrust: &rules.InboundTrust{}}, []rules.Capability{rules.B2BCollaboration}, "mfa", rules.PolicyHinders, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := completeEdge("public", "public")
			f.Capabilities = test.capabilities
			defaults, _ := f.Target.Default.Get()
			defaults.InboundTrust = test.defaults
			f.Target.Default, f.Target.Partner = rules.Known(defaults), rules.Known(test.partner)
			if test.policy != "" {
				f.Policies = rules.Known([]accessPolicy{demanding("OR", test.policy)})
			}
			for _, found := range edgeFindings(f) {
				_, kept, _ := strings.Cut(found.Remedy, " Repeat ")
				if kept != "" {
					kept = " Repeat " + kept
				}
				if found.Code == test.code && kept == test.want {
					return
				}
				t.Logf("%s: %s", found.Code, found.Remedy)
			}
			t.Errorf("no finding %s ends in %q", test.code, test.want)
		})
	}
}

// TestRemediesNameTheEntry: the remedy says so if the entry has to be created
// first.
func TestRemediesNameTheEntry(t *testing.T) {
	t.Parallel()
	noUsers := &rules.B2BSetting{UsersAndGroups: users("blocked", everybody), Applications: applications("blocked", rules.AllApplications)}
	for name, test := range map[string]struct {
		partner rules.Fact[*rules.AccessSettings]
		want    string
	}{
		"there":     {rules.Known(&rules.AccessSettings{}), `of the cross-tenant access partner for "contoso"`},
		"not there": {rules.Known[*rules.AccessSettings](nil), `of a new cross-tenant access partner for "contoso"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := completeEdge("public", "public")
			f.Target.Partner = test.partner
			f.Target.Default = rules.Known(rules.AccessSettings{B2BDirectConnectInbound: noUsers, B2BCollaborationInbound: openToAll})
			f.Capabilities = []rules.Capability{rules.B2BCollaboration, rules.TrustMFA, rules.DirectConnect}
			f.Policies = rules.Known([]accessPolicy{demanding("OR", "compliantDevice")})
			findings := edgeFindings(f)
			if len(findings) != 3 {
				t.Errorf("%d findings", len(findings))
			}
			for _, found := range findings {
				if !strings.Contains(found.Remedy, test.want) {
					t.Errorf("%s: %s", found.Code, found.Remedy)
				}
			}
		})
	}
}
