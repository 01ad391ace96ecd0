package rules_test

import (
	"errors"
	"maps"
	"slices"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// edgeFindings are the findings with the default severities.
func edgeFindings(f edgeFacts) []rules.EdgeFinding {
	findings, _ := rules.JudgeEdge(f, nil)
	return findings
}

func unchecked(f edgeFacts) []string {
	var settings []string
	_, unknown := rules.JudgeEdge(f, nil)
	for _, u := range unknown {
		settings = append(settings, string(u.Side)+" "+u.Setting)
	}
	return settings
}

// A fact that cannot be read yields no finding and is listed.
func TestUnknownOfAnEdge(t *testing.T) {
	t.Parallel()
	unread := rules.Fact[*rules.AccessSettings]{}
	for _, c := range []struct {
		name         string
		capabilities []rules.Capability
		forget       func(*edgeFacts)
		want         []string
	}{
		{"within China", with("sync"), func(f *edgeFacts) {
			f.Source.Tenant.Cloud, f.Target.Tenant.Cloud = "china", "china"
		}, []string{"source synchronization within China"}},
		{"within China, invited", with("b2b_collaboration"), func(f *edgeFacts) {
			f.Source.Tenant.Cloud, f.Target.Tenant.Cloud = "china", "china"
		}, nil},
		{"everything is known", rules.Capabilities(), func(*edgeFacts) {}, nil},
		{
			"source cannot be read", with("auto_redeem", "sync"),
			func(f *edgeFacts) {
				f.Source = rules.EdgeSide{Tenant: f.Source.Tenant}
				f.Synchronizations = rules.Fact[[]rules.Synchronization]{}
			},
			append([]string{"source b2bCollaborationOutbound", "source automaticUserConsentSettings.outboundAllowed"}, append(slices.Clone(everyOfSync), "source Entra ID P1")...),
		},
		{
			"entry of target", with("trust_hybrid_device"), func(f *edgeFacts) { f.Target.Partner = unread },
			[]string{"target inboundTrust.isHybridAzureADJoinedDeviceAccepted"},
		},
		{
			"default that is not needed", rules.Capabilities(),
			func(f *edgeFacts) { f.Target.Default = rules.Fact[rules.AccessSettings]{} }, nil,
		},
		{
			"default that counts", with("b2b_collaboration"), func(f *edgeFacts) {
				f.Target.Default = rules.Fact[rules.AccessSettings]{}
				entryOf(&f.Target).B2BCollaborationInbound = nil
			}, []string{"target b2bCollaborationInbound"},
		},
		{
			"half a setting", with("direct_connect"), func(f *edgeFacts) {
				entryOf(&f.Source).B2BDirectConnectOutbound = &rules.B2BSetting{UsersAndGroups: users("blocked", everybody)}
			}, []string{"source b2bDirectConnectOutbound"},
		},
		{
			"invitations to target", with("b2b_collaboration"), func(f *edgeFacts) {
				f.Invitations = rules.Fact[rules.InvitationPolicy]{}
				f.DomainLists = rules.Fact[rules.DomainLists]{}
				f.Policies = rules.Fact[[]rules.ConditionalAccessPolicy]{}
			}, []string{"target allowInvitesFrom", "target invitationsAllowedAndBlockedDomainsPolicy", "target Conditional Access policies"},
		},
		{
			"domains of source", with("b2b_collaboration"), func(f *edgeFacts) {
				f.Source.Tenant.Domains = rules.Fact[[]string]{}
				f.DomainLists = rules.Known(rules.DomainLists{Blocked: []string{"contoso.example"}})
			}, []string{"target invitationsAllowedAndBlockedDomainsPolicy"},
		},
		{
			"domains of source, and no list", with("b2b_collaboration"),
			func(f *edgeFacts) { f.Source.Tenant.Domains = rules.Fact[[]string]{} }, nil,
		},
		{"who collaborates is a matter of groups", with("b2b_collaboration"), func(f *edgeFacts) {
			entryOf(&f.Target).B2BCollaborationInbound = &rules.B2BSetting{
				UsersAndGroups: users("allowed", sales), Applications: applications("allowed", rules.AllApplications),
			}
		}, nil},
	} {
		f := completeEdge("public", "public")
		f.Capabilities = c.capabilities
		c.forget(&f)
		if findings := edgeFindings(f); len(findings) > 0 {
			t.Errorf("%s: %+v", c.name, findings)
		}
		if got := unchecked(f); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q", c.name, got)
		}
	}
}

// Across clouds the entry itself is a fact, and Graph does not expose one setting
// of synchronization.
func TestUnknownAcrossClouds(t *testing.T) {
	t.Parallel()
	f := completeEdge("public", "usgovernment")
	f.Capabilities = with("sync")
	if got := unchecked(f); !slices.Equal(got, []string{"target cross-cloud synchronization"}) {
		t.Errorf("%q", got)
	}
	f.Capabilities = with("auto_redeem")
	f.Source = rules.EdgeSide{Tenant: f.Source.Tenant}
	want := []string{"source allowedCloudEndpoints", "source automaticUserConsentSettings.outboundAllowed", "source cross-tenant access partner"}
	if got := unchecked(f); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

// Each setting that stays unknown carries the reason of the missing fact.
func TestUnknownCarriesItsReason(t *testing.T) {
	t.Parallel()
	why := func(name string) error { return errors.New(name) }
	f := completeEdge("public", "public")
	f.Capabilities = rules.Capabilities()
	f.Source.Partner = rules.Unread[*rules.AccessSettings](why("entry of source"))
	f.Source.EntraP1 = rules.Unread[bool](why("plans of source"))
	f.Target.Default = rules.Unread[rules.AccessSettings](why("default of target"))
	entryOf(&f.Target).InboundTrust = nil
	entryOf(&f.Target).B2BCollaborationInbound = &rules.B2BSetting{}
	f.Invitations = rules.Unread[rules.InvitationPolicy](why("policy of target"))
	f.DomainLists = rules.Known(rules.DomainLists{Blocked: []string{"contoso.example"}})
	f.Source.Tenant.Domains = rules.Unread[[]string](why("domains of source"))
	f.Policies = rules.Known([]rules.ConditionalAccessPolicy{{
		Name: "MFA", State: "enabled", IncludeUsers: []string{"All"}, Operator: "OR", Controls: []string{"compliantDevice"},
	}})
	f.Capabilities = slices.DeleteFunc(f.Capabilities, func(c rules.Capability) bool { return c == rules.TrustCompliantDevice })
	masked := synchronization("bbbb", func(s *synced) { s.AuthenticationType = rules.Unread[string](rules.SecretsMasked) })
	f.Synchronizations = rules.Known([]rules.Synchronization{masked})
	want := map[string]string{
		"source b2bCollaborationOutbound":                         "entry of source",
		"source automaticUserConsentSettings.outboundAllowed":     "entry of source",
		"source b2bDirectConnectOutbound":                         "entry of source",
		"source m365CollaborationOutbound":                        "entry of source",
		"source synchronization secrets: AuthenticationType":      string(rules.SecretsMasked),
		"source Entra ID P1":                                      "plans of source",
		"target b2bCollaborationInbound":                          string(rules.AnswerOpen),
		"target allowInvitesFrom":                                 "policy of target",
		"target invitationsAllowedAndBlockedDomainsPolicy":        "domains of source",
		"target inboundTrust.isMfaAccepted":                       "default of target",
		"target inboundTrust.isHybridAzureADJoinedDeviceAccepted": "default of target",
		"target Conditional Access policy \"MFA\"":                "default of target",
	}
	findings, unknown := rules.JudgeEdge(f, nil)
	got := map[string]string{}
	for _, u := range unknown {
		got[string(u.Side)+" "+u.Setting] = u.Why.Error()
	}
	if !maps.Equal(got, want) || len(findings) > 0 {
		t.Errorf("unknown %q, want %q; findings %+v", got, want, findings)
	}
	if found, left := rules.JudgeEdge(f, off(rules.Codes()...)); len(found)+len(left) > 0 {
		t.Errorf("with every check off: %+v, %+v", found, left)
	}
}

func off(codes ...rules.Code) rules.Severities {
	s := rules.Severities{}
	for _, c := range codes {
		s[c] = rules.Off
	}
	return s
}
