package topology_test

import (
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/topology"
)

// A partner that is given a trust of its own loses what it has inherited. Whoever
// does what a remedy says must not find the next gap because of it.
func TestRemediesKeepInheritedTrust(t *testing.T) {
	t.Parallel()
	const repeat = " Repeat inboundTrust.isCompliantDeviceAccepted and inboundTrust.isHybridAzureADJoinedDeviceAccepted" +
		" at the partner: with a trust of its own it does not inherit the default's."
	devices := &topology.InboundTrust{IsCompliantDeviceAccepted: true, IsHybridAzureADJoinedDeviceAccepted: true}
	for name, test := range map[string]struct {
		defaults     *topology.InboundTrust
		partner      *topology.AccessSettings
		capabilities []topology.Capability
		policy       string
		code         topology.Code
		want         string
	}{
		"inherited":            {devices, &topology.AccessSettings{}, []topology.Capability{topology.TrustMFA}, "", topology.TrustMissing, repeat},
		"no partner":           {devices, nil, []topology.Capability{topology.TrustMFA}, "", topology.TrustMissing, repeat},
		"partner to be made":   {devices, nil, []topology.Capability{topology.TrustMFA, topology.AutoRedeem}, "", topology.PartnerMissing, repeat},
		"nothing to do there":  {devices, nil, []topology.Capability{topology.AutoRedeem}, "", topology.PartnerMissing, ""},
		"a trust of its own":   {devices, &topology.AccessSettings{InboundTrust: &topology.InboundTrust{}}, []topology.Capability{topology.TrustMFA}, "", topology.TrustMissing, ""},
		"nothing to inherit":   {&topology.InboundTrust{}, &topology.AccessSettings{}, []topology.Capability{topology.TrustMFA}, "", topology.TrustMissing, ""},
		"no default":           {nil, &topology.AccessSettings{}, []topology.Capability{topology.TrustMFA}, "", topology.TrustMissing, ""},
		"for a policy":         {devices, &topology.AccessSettings{}, []topology.Capability{topology.B2BCollaboration}, "mfa", topology.PolicyHinders, repeat},
		"no trust for it":      {devices, &topology.AccessSettings{}, []topology.Capability{topology.B2BCollaboration}, "block", topology.PolicyKeepsOut, ""},
		"policy, trust is own": {devices, &topology.AccessSettings{InboundTrust: &topology.InboundTrust{}}, []topology.Capability{topology.B2BCollaboration}, "mfa", topology.PolicyHinders, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := completeEdge("public", "public")
			f.Capabilities = test.capabilities
			defaults, _ := f.Target.Default.Get()
			defaults.InboundTrust = test.defaults
			f.Target.Default, f.Target.Partner = topology.Known(defaults), topology.Known(test.partner)
			if test.policy != "" {
				f.Policies = topology.Known([]accessPolicy{demanding("OR", test.policy)})
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

// TestRemediesNameTheEntry says so where the entry has to be made first.
func TestRemediesNameTheEntry(t *testing.T) {
	t.Parallel()
	nobody := &topology.B2BSetting{UsersAndGroups: users("blocked", everybody), Applications: applications("blocked", topology.AllApplications)}
	for name, test := range map[string]struct {
		partner topology.Fact[*topology.AccessSettings]
		want    string
	}{
		"there":     {topology.Known(&topology.AccessSettings{}), `of the cross-tenant access partner for "contoso"`},
		"not there": {topology.Known[*topology.AccessSettings](nil), `of a new cross-tenant access partner for "contoso"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := completeEdge("public", "public")
			f.Target.Partner = test.partner
			f.Target.Default = topology.Known(topology.AccessSettings{B2BDirectConnectInbound: nobody, B2BCollaborationInbound: openToAll})
			f.Capabilities = []topology.Capability{topology.B2BCollaboration, topology.TrustMFA, topology.DirectConnect}
			f.Policies = topology.Known([]accessPolicy{demanding("OR", "compliantDevice")})
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
