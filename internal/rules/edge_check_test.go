package rules_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

type edgeFacts = rules.EdgeFacts

var (
	openToAll = &rules.B2BSetting{
		UsersAndGroups: users("allowed", everybody), Applications: applications("allowed", rules.AllApplications),
	}
	shutToAll = &rules.B2BSetting{
		UsersAndGroups: users("blocked", everybody), Applications: applications("blocked", rules.AllApplications),
	}
)

// serviceDefault is the default that every tenant starts with (graph-cross-tenant
// §1.4).
func serviceDefault() rules.AccessSettings {
	return rules.AccessSettings{
		B2BCollaborationInbound: openToAll, B2BCollaborationOutbound: openToAll,
		B2BDirectConnectInbound: shutToAll, B2BDirectConnectOutbound: shutToAll,
		InboundTrust:             &rules.InboundTrust{},
		M365CollaborationInbound: users("blocked", everybody), M365CollaborationOutbound: users("allowed", everybody),
		AppServiceConnectInbound: applications("blocked", rules.AllApplications),
	}
}

// everyCapability are all capabilities of Microsoft 365 between tenants, for all
// users.
func everyCapability() rules.Fact[rules.M365Capabilities] {
	var all rules.M365Capabilities
	for _, k := range rules.M365Kinds() {
		if k.OnPartner {
			all.All = append(all.All, rules.M365Capability{Name: k.Name, Allowed: true, Scope: rules.M365Scope{AllUsers: true}})
		}
	}
	return rules.Known(all)
}

// completeEdge is Contoso's edge to Fabrikam with every setting of every
// capability.
func completeEdge(sourceCloud, targetCloud string) edgeFacts {
	source := rules.Tenant{Key: "contoso", ID: "aaaa", Cloud: sourceCloud, Domains: rules.Known([]string{"contoso.onmicrosoft.com", "contoso.example"})}
	target := rules.Tenant{Key: "fabrikam", ID: "bbbb", Cloud: targetCloud, Domains: rules.Known([]string{"fabrikam.example"})}
	return edgeFacts{
		Capabilities: rules.Capabilities(),
		Source: rules.EdgeSide{
			Tenant: source, CloudEndpoints: rules.Known([]string{rules.CloudEndpoint(targetCloud)}), Default: rules.Known(serviceDefault()),
			EntraP1: rules.Known(true),
			Partner: rules.Known(&rules.AccessSettings{
				B2BCollaborationOutbound: openToAll, B2BDirectConnectOutbound: openToAll,
				AutomaticUserConsent:      rules.UserConsent{OutboundAllowed: true},
				M365CollaborationOutbound: users("allowed", everybody),
			}),
			Legacy: rules.Known(rules.LegacySharing{}),
		},
		Target: rules.EdgeSide{
			GroupSync: rules.Known(false),
			Tenant:    target, CloudEndpoints: rules.Known([]string{rules.CloudEndpoint(sourceCloud)}), Default: rules.Known(serviceDefault()),
			EntraP1: rules.Known(true),
			Partner: rules.Known(&rules.AccessSettings{
				B2BCollaborationInbound: openToAll, B2BDirectConnectInbound: openToAll,
				InboundTrust:         &rules.InboundTrust{IsMFAAccepted: true, IsCompliantDeviceAccepted: true, IsHybridAzureADJoinedDeviceAccepted: true},
				AutomaticUserConsent: rules.UserConsent{InboundAllowed: true},
				IdentitySync:         &rules.IdentitySync{UserSyncAllowed: true},

				M365CollaborationInbound: users("allowed", everybody), AppServiceConnectInbound: applications("allowed", rules.AllApplications),
			}),
			M365: everyCapability(), DefaultM365: rules.Known(rules.M365Capabilities{}), Legacy: rules.Known(rules.LegacySharing{}),
		},
		Invitations:      rules.Known(rules.InvitationPolicy{AllowInvitesFrom: "everyone"}),
		DomainLists:      rules.Known(rules.DomainLists{}),
		Policies:         rules.Known([]rules.ConditionalAccessPolicy{}),
		Synchronizations: rules.Known([]rules.Synchronization{synchronization("BBBB")}),
	}
}

// entryOf is the entry of a side, to be modified.
func entryOf(s *rules.EdgeSide) *rules.AccessSettings {
	entry, _ := s.Partner.Get()
	return entry
}

func with(what ...rules.Capability) []rules.Capability { return what }

const anywhere = "any"

func TestCompleteEdges(t *testing.T) {
	t.Parallel()
	for _, clouds := range [][2]string{{"public", "public"}, {"usgovernment", "usgovernment_dod"}, {"public", "china"}, {"usgovernment", "public"}} {
		f := completeEdge(clouds[0], clouds[1])
		if clouds[0] == "public" && clouds[1] == "china" || clouds[1] == "public" && clouds[0] != "public" {
			f.Capabilities = slices.DeleteFunc(f.Capabilities, func(c rules.Capability) bool { return c == rules.DirectConnect })
		}
		if findings := edgeFindings(f); len(findings) > 0 {
			t.Errorf("%v: %+v", clouds, findings)
		}
	}
}

// For each capability and each single missing setting, the check names exactly that
// setting on exactly that side, or nothing if the capability does not need it.
func TestEveryGapOfEveryCapability(t *testing.T) {
	t.Parallel()
	for _, pair := range []struct{ clouds, source, target string }{{"same", "public", "public"}, {"across", "public", "usgovernment"}} {
		for _, gap := range slices.Concat(gaps, m365Gaps) {
			for _, capability := range rules.Capabilities() {
				if pair.clouds == "across" && capability == rules.DirectConnect {
					continue
				}
				f := completeEdge(pair.source, pair.target)
				f.Capabilities = with(capability)
				gap.remove(&f)
				findings := edgeFindings(f)
				name := pair.clouds + " cloud, " + string(capability) + " without " + gap.name
				if !slices.Contains(gap.capabilities, capability) || gap.clouds != anywhere && gap.clouds != pair.clouds {
					if len(findings) > 0 {
						t.Errorf("%s: %+v", name, findings)
					}
					continue
				}
				if len(findings) != 1 {
					t.Errorf("%s: %+v", name, findings)
					continue
				}
				checkEdgeFinding(t, name, findings[0], gap.code, gap.side, gap.setting)
			}
		}
	}
}

func checkEdgeFinding(t *testing.T, name string, got rules.EdgeFinding, code rules.Code, side rules.Side, settings ...string) {
	t.Helper()
	tenant := map[rules.Side]string{rules.SourceSide: "contoso", rules.TargetSide: "fabrikam"}[side]
	if got.Code != code || got.Side != side || got.Tenant != tenant || got.Edge != "contoso->fabrikam" || !slices.Equal(got.Settings, settings) {
		t.Errorf("%s: %+v", name, got)
	}
	if got.Severity != rules.DefaultSeverity(code) {
		t.Errorf("%s: severity %s", name, got.Severity)
	}
	for _, text := range []string{got.Summary, got.Remedy} {
		if !strings.HasSuffix(text, ".") || strings.ContainsAny(text, "{}") || !strings.Contains(text, `"`+tenant+`"`) && !strings.Contains(text, `"contoso"`) {
			t.Errorf("%s: %q", name, text)
		}
	}
}

// A missing entry is one finding, which lists the content that the entry needs.
func TestMissingPartner(t *testing.T) {
	t.Parallel()
	none := rules.Known[*rules.AccessSettings](nil)
	for _, c := range []struct {
		name         string
		clouds       [2]string
		capabilities []rules.Capability
		source       bool
		settings     []string
		missing      bool
	}{
		{"defaults are enough", [2]string{"public", "public"}, with("b2b_collaboration"), false, nil, false},
		{"consent", [2]string{"public", "public"}, with("auto_redeem"), true, []string{"automaticUserConsentSettings.outboundAllowed"}, true},
		{
			"sync",
			[2]string{"public", "public"},
			with("sync"), false,
			[]string{"automaticUserConsentSettings.inboundAllowed", "identitySynchronization.userSyncInbound.isSyncAllowed"},
			true,
		},
		{"across clouds", [2]string{"public", "usgovernment"}, with("b2b_collaboration"), false, nil, true},
		{"across clouds, with trust", [2]string{"public", "china"}, with("trust_mfa"), false, []string{"inboundTrust.isMfaAccepted"}, true},
		{"across clouds, source", [2]string{"china", "public"}, with("b2b_collaboration"), true, nil, true},
		{"no capability", [2]string{"public", "usgovernment"}, nil, true, nil, false},
	} {
		f := completeEdge(c.clouds[0], c.clouds[1])
		f.Capabilities = c.capabilities
		side := rules.TargetSide
		if c.source {
			side, f.Source.Partner = rules.SourceSide, none
		} else {
			f.Target.Partner = none
		}
		findings := edgeFindings(f)
		switch {
		case !c.missing && len(findings) > 0, c.missing && len(findings) != 1:
			t.Errorf("%s: %+v", c.name, findings)
		case c.missing:
			checkEdgeFinding(t, c.name, findings[0], "MT061", side, c.settings...)
		}
	}
}

// Within one cloud the default can grant trust, and no entry is needed.
func TestTrustFromDefault(t *testing.T) {
	t.Parallel()
	f := completeEdge("public", "public")
	f.Capabilities = with("trust_mfa")
	f.Target.Partner = rules.Known[*rules.AccessSettings](nil)
	findings := edgeFindings(f)
	if len(findings) != 1 {
		t.Fatalf("no trust anywhere: %+v", findings)
	}
	checkEdgeFinding(t, "no trust anywhere", findings[0], "MT064", "target", "inboundTrust.isMfaAccepted")
	f.Target.Default = rules.Known(rules.AccessSettings{InboundTrust: &rules.InboundTrust{IsMFAAccepted: true}})
	if findings := edgeFindings(f); len(findings) > 0 {
		t.Errorf("trust by default: %+v", findings)
	}
	f.Target.Default = rules.Known(rules.AccessSettings{})
	if findings := edgeFindings(f); len(findings) != 1 {
		t.Errorf("a default without the block: %+v", findings)
	}
}

// A capability that the clouds do not support is reported once, whatever else is
// missing.
func TestImpossibleEdges(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name           string
		source, target string
		capabilities   []rules.Capability
		want           []rules.Code
	}{
		{"not connected", "china", "usgovernment", rules.Capabilities(), []rules.Code{"MT060"}},
		{"no synchronization", "china", "public", with("sync"), []rules.Code{"MT066"}},
		{"no shared channels", "public", "usgovernment", with("direct_connect"), []rules.Code{"MT067"}},
		{"neither", "china", "public", with("sync", "direct_connect"), []rules.Code{"MT066", "MT067"}},
	} {
		f := completeEdge(c.source, c.target)
		f.Capabilities = c.capabilities
		var codes []rules.Code
		for _, finding := range edgeFindings(f) {
			codes = append(codes, finding.Code)
			if len(finding.Settings) > 0 {
				t.Errorf("%s: %+v", c.name, finding)
			}
		}
		if !slices.Equal(codes, c.want) {
			t.Errorf("%s: %v", c.name, codes)
		}
	}
}

func TestJudgeEdgeWithChosenSeverities(t *testing.T) {
	t.Parallel()
	f := completeEdge("public", "public")
	f.Capabilities = with("trust_mfa", "auto_redeem", "sync")
	entryOf(&f.Target).InboundTrust.IsMFAAccepted = false
	entryOf(&f.Target).AutomaticUserConsent = rules.UserConsent{}
	f.Synchronizations = rules.Known([]rules.Synchronization{synchronization("bbbb", func(s *synced) { s.DeleteThreshold = rules.Known(false) })})
	judged, _ := rules.JudgeEdge(f, rules.Severities{"MT064": "off", "MT070": "error"})
	if len(judged) != 2 || judged[0].Code != "MT070" || judged[0].Severity != "error" || judged[1].Code != "MT065" || judged[1].Severity != "error" {
		t.Errorf("%+v", judged)
	}
}
