package topology_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/topology"
)

type accessPolicy = topology.ConditionalAccessPolicy

// demanding is a policy about every sign-in of everybody.
func demanding(operator string, controls ...string) accessPolicy {
	return accessPolicy{Name: "Baseline", State: "enabled", IncludeUsers: []string{"All"}, Operator: operator, Controls: controls}
}

func TestConditionalAccess(t *testing.T) {
	t.Parallel()
	const (
		mfa       = topology.SettingTrustMFA
		compliant = topology.SettingTrustCompliantDevice
		hybrid    = topology.SettingTrustHybridDevice
	)
	var nothing topology.InboundTrust
	everything := topology.InboundTrust{IsMFAAccepted: true, IsCompliantDeviceAccepted: true, IsHybridAzureADJoinedDeviceAccepted: true}
	strength := demanding("AND")
	strength.AuthenticationStrength = true
	terms := demanding("AND", "mfa")
	terms.OtherControls = true
	termsInstead := demanding("OR", "compliantDevice")
	termsInstead.OtherControls = true
	for _, c := range []struct {
		name     string
		policy   accessPolicy
		trust    topology.InboundTrust
		code     topology.Code
		settings []string
	}{
		{"session controls only", demanding(""), nothing, "", nil},
		{"mfa", demanding("OR", "mfa"), nothing, "MT069", []string{mfa}},
		{"mfa, trusted", demanding("OR", "mfa"), topology.InboundTrust{IsMFAAccepted: true}, "", nil},
		{"strength", strength, nothing, "MT069", []string{mfa}},
		{"strength, trusted", strength, everything, "", nil},
		{"mfa and terms of use", terms, nothing, "MT069", []string{mfa}},
		{"device or terms of use", termsInstead, nothing, "", nil},
		{"compliant device", demanding("OR", "compliantDevice"), nothing, "MT068", []string{compliant}},
		{"compliant device, mfa trusted", demanding("OR", "compliantDevice"), topology.InboundTrust{IsMFAAccepted: true}, "MT068", []string{compliant}},
		{"compliant device, trusted", demanding("OR", "compliantDevice"), topology.InboundTrust{IsCompliantDeviceAccepted: true}, "", nil},
		{"hybrid device", demanding("AND", "domainJoinedDevice"), nothing, "MT068", []string{hybrid}},
		{"any device", demanding("OR", "compliantDevice", "domainJoinedDevice"), nothing, "MT068", []string{compliant, hybrid}},
		{"any device, one trusted", demanding("OR", "compliantDevice", "domainJoinedDevice"), topology.InboundTrust{IsHybridAzureADJoinedDeviceAccepted: true}, "", nil},
		{"both devices", demanding("AND", "compliantDevice", "domainJoinedDevice"), topology.InboundTrust{IsCompliantDeviceAccepted: true}, "MT068", []string{hybrid}},
		{"mfa or device", demanding("OR", "mfa", "compliantDevice"), nothing, "MT069", []string{mfa, compliant}},
		{"mfa and device", demanding("AND", "mfa", "compliantDevice"), nothing, "MT068", []string{mfa, compliant}},
		{"approved application", demanding("OR", "approvedApplication"), everything, "MT068", nil},
		{"protected application", demanding("OR", "compliantApplication", "approvedApplication"), everything, "MT068", nil},
		{"application or device", demanding("OR", "approvedApplication", "compliantDevice"), nothing, "MT068", []string{compliant}},
		{"application or device, trusted", demanding("OR", "approvedApplication", "compliantDevice"), everything, "", nil},
		{"application and mfa", demanding("AND", "mfa", "compliantApplication"), nothing, "MT068", nil},
		{"application or mfa", demanding("OR", "mfa", "compliantApplication"), nothing, "MT069", []string{mfa}},
		{"password change", demanding("AND", "mfa", "passwordChange"), everything, "MT068", nil},
		{"block", demanding("OR", "block"), everything, "MT068", nil},
		{"a control that is not known yet", demanding("AND", "unknownFutureValue"), nothing, "", nil},
	} {
		f := completeEdge("public", "public")
		f.Capabilities = with("b2b_collaboration")
		entryOf(&f.Target).InboundTrust = &c.trust
		f.Policies = topology.Known([]accessPolicy{c.policy})
		findings := topology.CheckEdge(f)
		switch {
		case c.code == "" && len(findings) > 0, c.code != "" && len(findings) != 1:
			t.Errorf("%s: %+v", c.name, findings)
		case c.code != "":
			checkEdgeFinding(t, c.name, findings[0], c.code, "target", c.settings...)
			if findings[0].Policy != "Baseline" || !strings.Contains(findings[0].Summary, `"Baseline"`) {
				t.Errorf("%s: %+v", c.name, findings[0])
			}
		}
	}
}

// Who a policy is about: external users of the edge's home tenant, by type.
func TestConditionalAccessScope(t *testing.T) {
	t.Parallel()
	const collaboration, channels = topology.B2BCollaboration, topology.DirectConnect
	about := func(change func(*accessPolicy)) accessPolicy {
		p := demanding("OR", "block")
		p.IncludeUsers = nil
		change(&p)
		return p
	}
	external := func(tenants []string, types ...string) *topology.ExternalUsers {
		return &topology.ExternalUsers{Types: types, TenantIDs: tenants}
	}
	for _, c := range []struct {
		name       string
		policy     accessPolicy
		capability topology.Capability
		want       topology.Code
	}{
		{"all users", demanding("OR", "block"), collaboration, "MT068"},
		{"all users, channels", demanding("OR", "block"), channels, "MT068"},
		{"consent only", demanding("OR", "block"), topology.AutoRedeem, ""},
		{"trust", demanding("OR", "block"), topology.TrustMFA, "MT068"},
		{"nobody", about(func(p *accessPolicy) { p.IncludeUsers = []string{"None"} }), collaboration, ""},
		{"single people", about(func(p *accessPolicy) { p.IncludeUsers = []string{anaID} }), collaboration, ""},
		{"all guests", about(func(p *accessPolicy) { p.IncludeUsers = []string{"GuestsOrExternalUsers"} }), collaboration, "MT068"},
		{"guests", about(func(p *accessPolicy) { p.IncludeExternal = external(nil, "b2bCollaborationGuest") }), collaboration, "MT068"},
		{"members", about(func(p *accessPolicy) { p.IncludeExternal = external(nil, "b2bCollaborationMember") }), collaboration, "MT068"},
		{"guests, channels", about(func(p *accessPolicy) { p.IncludeExternal = external(nil, "b2bCollaborationGuest") }), channels, ""},
		{"internal guests", about(func(p *accessPolicy) { p.IncludeExternal = external(nil, "internalGuest") }), collaboration, ""},
		{"this home tenant", about(func(p *accessPolicy) { p.IncludeExternal = external([]string{"AAAA"}, "b2bCollaborationGuest") }), collaboration, "MT068"},
		{"another home tenant", about(func(p *accessPolicy) { p.IncludeExternal = external([]string{"cccc"}, "b2bCollaborationGuest") }), collaboration, ""},
		{"all but guests", about(func(p *accessPolicy) {
			p.IncludeUsers, p.ExcludeUsers = []string{"All"}, []string{"GuestsOrExternalUsers"}
		}), collaboration, ""},
		{"all but this tenant", about(func(p *accessPolicy) {
			p.IncludeUsers = []string{"All"}
			p.ExcludeExternal = external([]string{"aaaa"}, "b2bCollaborationGuest", "b2bCollaborationMember")
		}), collaboration, ""},
		{"all but guests of this tenant", about(func(p *accessPolicy) {
			p.IncludeUsers, p.ExcludeExternal = []string{"All"}, external([]string{"aaaa"}, "b2bCollaborationGuest")
		}), collaboration, "MT068"},
		{"report only", about(func(p *accessPolicy) {
			p.IncludeUsers, p.State = []string{"All"}, "enabledForReportingButNotEnforced"
		}), collaboration, ""},
		{"disabled", about(func(p *accessPolicy) { p.IncludeUsers, p.State = []string{"All"}, "disabled" }), collaboration, ""},
		{"some sign-ins are blocked", about(func(p *accessPolicy) { p.IncludeUsers, p.Narrow = []string{"All"}, true }), collaboration, ""},
		{"some sign-ins cannot be satisfied", about(func(p *accessPolicy) {
			p.IncludeUsers, p.Narrow, p.Controls = []string{"All"}, true, []string{"compliantDevice"}
		}), collaboration, "MT069"},
		{"groups are excluded", about(func(p *accessPolicy) { p.IncludeUsers, p.ExcludesGroups = []string{"All"}, true }), collaboration, "MT069"},
	} {
		f := completeEdge("public", "public")
		f.Capabilities = with(c.capability)
		entryOf(&f.Target).InboundTrust = &topology.InboundTrust{IsMFAAccepted: true}
		f.Policies = topology.Known([]accessPolicy{c.policy})
		var codes []topology.Code
		for _, finding := range topology.CheckEdge(f) {
			codes = append(codes, finding.Code)
		}
		want := []topology.Code{c.want}
		if c.want == "" {
			want = nil
		}
		if !slices.Equal(codes, want) {
			t.Errorf("%s: %v", c.name, codes)
		}
	}
}

// Nobody can register a second factor where they have no object, so a shared
// channel is closed without trust (graph-cross-tenant §8, row 2).
func TestSecondFactorInSharedChannels(t *testing.T) {
	t.Parallel()
	f := completeEdge("public", "public")
	f.Capabilities = with("direct_connect")
	f.Policies = topology.Known([]accessPolicy{demanding("OR", "mfa")})
	if findings := topology.CheckEdge(f); len(findings) > 0 {
		t.Errorf("trusted: %+v", findings)
	}
	entryOf(&f.Target).InboundTrust = &topology.InboundTrust{}
	findings := topology.CheckEdge(f)
	if len(findings) != 1 {
		t.Fatalf("not trusted: %+v", findings)
	}
	checkEdgeFinding(t, "not trusted", findings[0], "MT068", "target", "inboundTrust.isMfaAccepted")
}

// A declared trust that is missing is one finding, not one more for each policy
// that relies on it; a trust that cannot be read leaves such policies open.
func TestConditionalAccessAndTrust(t *testing.T) {
	t.Parallel()
	f := completeEdge("public", "public")
	f.Capabilities = with("b2b_collaboration", "trust_mfa")
	f.Policies = topology.Known([]accessPolicy{demanding("OR", "mfa")})
	entryOf(&f.Target).InboundTrust = &topology.InboundTrust{}
	if findings := topology.CheckEdge(f); len(findings) != 1 || findings[0].Code != "MT064" {
		t.Errorf("declared: %+v", findings)
	}

	f.Capabilities = with("b2b_collaboration")
	approved := demanding("OR", "approvedApplication")
	approved.Name = "Approved clients"
	f.Policies = topology.Known([]accessPolicy{demanding("OR", "mfa"), approved})
	entryOf(&f.Target).InboundTrust = nil
	f.Target.Default = topology.Fact[topology.AccessSettings]{}
	if findings := topology.CheckEdge(f); len(findings) != 1 || findings[0].Policy != "Approved clients" {
		t.Errorf("not read: %+v", findings)
	}
	if got := unchecked(f); !slices.Equal(got, []string{`target Conditional Access policy "Baseline"`}) {
		t.Errorf("%q", got)
	}
}
