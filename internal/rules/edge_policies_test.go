package rules_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

type accessPolicy = rules.ConditionalAccessPolicy

// demanding is a policy on every sign-in of all users.
func demanding(operator string, controls ...string) accessPolicy {
	return accessPolicy{Name: "Baseline", State: "enabled", IncludeUsers: []string{"All"}, Operator: operator, Controls: controls}
}

func TestConditionalAccess(t *testing.T) {
	t.Parallel()
	const (
		mfa       = rules.SettingTrustMFA
		compliant = rules.SettingTrustCompliantDevice
		hybrid    = rules.SettingTrustHybridDevice
	)
	var nothing rules.InboundTrust
	everything := rules.InboundTrust{IsMFAAccepted: true, IsCompliantDeviceAccepted: true, IsHybridAzureADJoinedDeviceAccepted: true}
	strength := func(combinations ...string) accessPolicy {
		p := demanding("AND")
		p.Strength = &rules.AuthenticationStrength{Combinations: combinations}
		return p
	}
	resistant := strength("windowsHelloForBusiness", "fido2", "x509CertificateMultiFactor")
	terms := demanding("AND", "mfa")
	terms.TermsOfUse = true
	termsInstead := demanding("OR", "compliantDevice")
	termsInstead.TermsOfUse = true
	for _, c := range []struct {
		name     string
		policy   accessPolicy
		trust    rules.InboundTrust
		code     rules.Code
		settings []string
	}{
		{"session controls only", demanding(""), nothing, "", nil},
		{"mfa", demanding("OR", "mfa"), nothing, "MT069", []string{mfa}},
		{"mfa, trusted", demanding("OR", "mfa"), rules.InboundTrust{IsMFAAccepted: true}, "", nil},
		{"strength", strength("fido2", "password,sms"), nothing, "MT069", []string{mfa}},
		{"strength that is not said", strength(), nothing, "MT069", []string{mfa}},
		{"strength by push", strength("password, microsoftAuthenticatorPush"), nothing, "MT069", []string{mfa}},
		{"strength by hardware", strength("password,hardwareOath"), nothing, "MT068", []string{mfa}},
		{"strength, trusted", strength("password,sms"), everything, "", nil},
		{"phishing-resistant", resistant, nothing, "MT068", []string{mfa}},
		{"phishing-resistant, trusted", resistant, rules.InboundTrust{IsMFAAccepted: true}, "", nil},
		{"mfa and terms of use", terms, nothing, "MT069", []string{mfa}},
		{"device or terms of use", termsInstead, nothing, "", nil},
		{"compliant device", demanding("OR", "compliantDevice"), nothing, "MT068", []string{compliant}},
		{"compliant device, mfa trusted", demanding("OR", "compliantDevice"), rules.InboundTrust{IsMFAAccepted: true}, "MT068", []string{compliant}},
		{"compliant device, trusted", demanding("OR", "compliantDevice"), rules.InboundTrust{IsCompliantDeviceAccepted: true}, "", nil},
		{"hybrid device", demanding("AND", "domainJoinedDevice"), nothing, "MT068", []string{hybrid}},
		{"any device", demanding("OR", "compliantDevice", "domainJoinedDevice"), nothing, "MT068", []string{compliant, hybrid}},
		{"any device, one trusted", demanding("OR", "compliantDevice", "domainJoinedDevice"), rules.InboundTrust{IsHybridAzureADJoinedDeviceAccepted: true}, "", nil},
		{"both devices", demanding("AND", "compliantDevice", "domainJoinedDevice"), rules.InboundTrust{IsCompliantDeviceAccepted: true}, "MT068", []string{hybrid}},
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
		f.Policies = rules.Known([]accessPolicy{c.policy})
		findings := edgeFindings(f)
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

// The users that a policy applies to: external users of the edge's home tenant, by
// type.
func TestConditionalAccessScope(t *testing.T) {
	t.Parallel()
	const collaboration, channels = rules.B2BCollaboration, rules.DirectConnect
	about := func(change func(*accessPolicy)) accessPolicy {
		p := demanding("OR", "block")
		p.IncludeUsers = nil
		change(&p)
		return p
	}
	external := func(tenants []string, types ...string) *rules.ExternalUsers {
		return &rules.ExternalUsers{Types: types, TenantIDs: tenants}
	}
	for _, c := range []struct {
		name       string
		policy     accessPolicy
		capability rules.Capability
		want       rules.Code
	}{
		{"all users", demanding("OR", "block"), collaboration, "MT068"},
		{"all users, channels", demanding("OR", "block"), channels, "MT068"},
		{"consent only", demanding("OR", "block"), rules.AutoRedeem, ""},
		{"trust", demanding("OR", "block"), rules.TrustMFA, "MT068"},
		{"no users", about(func(p *accessPolicy) { p.IncludeUsers = []string{"None"} }), collaboration, ""},
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
		entryOf(&f.Target).InboundTrust = &rules.InboundTrust{IsMFAAccepted: true}
		f.Policies = rules.Known([]accessPolicy{c.policy})
		var codes []rules.Code
		for _, finding := range edgeFindings(f) {
			codes = append(codes, finding.Code)
		}
		want := []rules.Code{c.want}
		if c.want == "" {
			want = nil
		}
		if !slices.Equal(codes, want) {
			t.Errorf("%s: %v", c.name, codes)
		}
	}
}

// A user without an object cannot register a second factor, so a shared channel
// needs trust (graph-cross-tenant §8, row 2).
func TestSecondFactorInSharedChannels(t *testing.T) {
	t.Parallel()
	f := completeEdge("public", "public")
	f.Capabilities = with("direct_connect")
	f.Policies = rules.Known([]accessPolicy{demanding("OR", "mfa")})
	if findings := edgeFindings(f); len(findings) > 0 {
		t.Errorf("trusted: %+v", findings)
	}
	entryOf(&f.Target).InboundTrust = &rules.InboundTrust{}
	findings := edgeFindings(f)
	if len(findings) != 1 {
		t.Fatalf("not trusted: %+v", findings)
	}
	checkEdgeFinding(t, "not trusted", findings[0], "MT068", "target", "inboundTrust.isMfaAccepted")
}

// Terms of use and session controls exist for collaboration, not for direct
// connect; it is not documented whether they block there (graph-identity §12).
func TestControlsThatDirectConnectLacks(t *testing.T) {
	t.Parallel()
	terms, mfaOrTerms, session := demanding("AND"), demanding("OR", "mfa"), demanding("AND", "mfa")
	terms.TermsOfUse, mfaOrTerms.TermsOfUse = true, true
	session.SessionControls = []string{"signInFrequency", "persistentBrowser"}
	for _, c := range []struct {
		name         string
		policy       accessPolicy
		trusted      bool
		capabilities []rules.Capability
		code         rules.Code
		settings     []string
		says         string
	}{
		{"terms", terms, true, with("direct_connect"), "MT069", nil, "has termsOfUse, which B2B direct connect does not support"},
		{"terms of guests", terms, false, with("b2b_collaboration"), "", nil, ""},
		{"terms or a second factor", mfaOrTerms, true, with("direct_connect"), "", nil, ""},
		{"terms or a second factor that is not trusted", mfaOrTerms, false, with("direct_connect"), "MT069", []string{"inboundTrust.isMfaAccepted"}, "termsOfUse"},
		{"session", session, true, with("direct_connect"), "MT069", nil, "has signInFrequency and persistentBrowser, which"},
		{"session of guests", session, true, with("b2b_collaboration"), "", nil, ""},
		{"session, second factor not trusted", session, false, with("direct_connect"), "MT068", nil, "can never be satisfied"},
		{"guests ask for trust, direct connect for more", session, false, with("b2b_collaboration", "direct_connect"), "MT068", nil, "b2bDirectConnectUser"},
	} {
		f := completeEdge("public", "public")
		f.Capabilities = c.capabilities
		entryOf(&f.Target).InboundTrust = &rules.InboundTrust{IsMFAAccepted: c.trusted}
		f.Policies = rules.Known([]accessPolicy{c.policy})
		findings := edgeFindings(f)
		switch {
		case c.code == "" && len(findings) > 0, c.code != "" && len(findings) != 1:
			t.Errorf("%s: %+v", c.name, findings)
		case c.code != "":
			checkEdgeFinding(t, c.name, findings[0], c.code, "target", c.settings...)
			if !strings.Contains(findings[0].Summary, c.says) {
				t.Errorf("%s: %q", c.name, findings[0].Summary)
			}
		}
	}
}

// Options of the resource tenant on the risk of external users, graph-identity §12.
func TestRiskPolicies(t *testing.T) {
	t.Parallel()
	for says, change := range map[string]func(*accessPolicy){
		"blocks users in risky sign-ins that have not registered a second factor in this tenant before": func(p *accessPolicy) {
			p.Controls, p.SignInRisk = []string{"mfa"}, true
		},
		"the risk of an external user cannot be resolved in this tenant": func(p *accessPolicy) {
			p.Controls, p.UserRisk = []string{"passwordChange"}, true
		},
	} {
		p := demanding("AND")
		p.Narrow = true
		change(&p)
		f := completeEdge("public", "public")
		f.Capabilities = with("b2b_collaboration")
		entryOf(&f.Target).InboundTrust = &rules.InboundTrust{}
		f.Policies = rules.Known([]accessPolicy{p})
		findings := edgeFindings(f)
		if len(findings) != 1 || findings[0].Code != "MT069" || !strings.Contains(findings[0].Summary, says) {
			t.Errorf("%+v", findings)
		}
	}
}

// A missing declared trust is one finding, not one more for each policy that relies
// on it; a trust that cannot be read leaves such policies open.
func TestConditionalAccessAndTrust(t *testing.T) {
	t.Parallel()
	f := completeEdge("public", "public")
	f.Capabilities = with("b2b_collaboration", "trust_mfa")
	f.Policies = rules.Known([]accessPolicy{demanding("OR", "mfa")})
	entryOf(&f.Target).InboundTrust = &rules.InboundTrust{}
	if findings := edgeFindings(f); len(findings) != 1 || findings[0].Code != "MT064" {
		t.Errorf("declared: %+v", findings)
	}

	f.Capabilities = with("b2b_collaboration")
	approved := demanding("OR", "approvedApplication")
	approved.Name = "Approved clients"
	f.Policies = rules.Known([]accessPolicy{demanding("OR", "mfa"), approved})
	entryOf(&f.Target).InboundTrust = nil
	f.Target.Default = rules.Fact[rules.AccessSettings]{}
	if findings := edgeFindings(f); len(findings) != 1 || findings[0].Policy != "Approved clients" {
		t.Errorf("not read: %+v", findings)
	}
	if got := unchecked(f); !slices.Equal(got, []string{`target Conditional Access policy "Baseline"`}) {
		t.Errorf("%q", got)
	}
}
