package topology_test

import (
	"errors"
	"maps"
	"slices"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/topology"
)

// edgeFindings are those with the default severities.
func edgeFindings(f edgeFacts) []topology.EdgeFinding {
	findings, _ := topology.JudgeEdge(f, nil)
	return findings
}

func unchecked(f edgeFacts) []string {
	var settings []string
	_, unknown := topology.JudgeEdge(f, nil)
	for _, u := range unknown {
		settings = append(settings, string(u.Side)+" "+u.Setting)
	}
	return settings
}

// What cannot be read finds nothing and is listed.
func TestUnknownOfAnEdge(t *testing.T) {
	t.Parallel()
	unread := topology.Fact[*topology.AccessSettings]{}
	for _, c := range []struct {
		name         string
		capabilities []topology.Capability
		forget       func(*edgeFacts)
		want         []string
	}{
		{"within China", with("sync"), func(f *edgeFacts) {
			f.Source.Tenant.Cloud, f.Target.Tenant.Cloud = "china", "china"
		}, []string{"source synchronization within China"}},
		{"within China, invited", with("b2b_collaboration"), func(f *edgeFacts) {
			f.Source.Tenant.Cloud, f.Target.Tenant.Cloud = "china", "china"
		}, nil},
		{"everything is known", topology.Capabilities(), func(*edgeFacts) {}, nil},
		{
			"source cannot be read", with("auto_redeem", "sync"),
			func(f *edgeFacts) {
				f.Source = topology.EdgeSide{Tenant: f.Source.Tenant}
				f.Synchronizations = topology.Fact[[]topology.Synchronization]{}
			},
			append([]string{"source b2bCollaborationOutbound", "source automaticUserConsentSettings.outboundAllowed"}, append(slices.Clone(everyOfSync), "source Entra ID P1")...),
		},
		{
			"entry of target", with("trust_hybrid_device"), func(f *edgeFacts) { f.Target.Partner = unread },
			[]string{"target inboundTrust.isHybridAzureADJoinedDeviceAccepted"},
		},
		{
			"default that is not needed", topology.Capabilities(),
			func(f *edgeFacts) { f.Target.Default = topology.Fact[topology.AccessSettings]{} }, nil,
		},
		{
			"default that counts", with("b2b_collaboration"), func(f *edgeFacts) {
				f.Target.Default = topology.Fact[topology.AccessSettings]{}
				entryOf(&f.Target).B2BCollaborationInbound = nil
			}, []string{"target b2bCollaborationInbound"},
		},
		{
			"half a setting", with("direct_connect"), func(f *edgeFacts) {
				entryOf(&f.Source).B2BDirectConnectOutbound = &topology.B2BSetting{UsersAndGroups: users("blocked", everybody)}
			}, []string{"source b2bDirectConnectOutbound"},
		},
		{
			"invitations to target", with("b2b_collaboration"), func(f *edgeFacts) {
				f.Invitations = topology.Fact[topology.InvitationPolicy]{}
				f.DomainLists = topology.Fact[topology.DomainLists]{}
				f.Policies = topology.Fact[[]topology.ConditionalAccessPolicy]{}
			}, []string{"target allowInvitesFrom", "target invitationsAllowedAndBlockedDomainsPolicy", "target Conditional Access policies"},
		},
		{
			"domains of source", with("b2b_collaboration"), func(f *edgeFacts) {
				f.Source.Tenant.Domains = topology.Fact[[]string]{}
				f.DomainLists = topology.Known(topology.DomainLists{Blocked: []string{"contoso.example"}})
			}, []string{"target invitationsAllowedAndBlockedDomainsPolicy"},
		},
		{
			"domains of source, and no list", with("b2b_collaboration"),
			func(f *edgeFacts) { f.Source.Tenant.Domains = topology.Fact[[]string]{} }, nil,
		},
		{"who collaborates is a matter of groups", with("b2b_collaboration"), func(f *edgeFacts) {
			entryOf(&f.Target).B2BCollaborationInbound = &topology.B2BSetting{
				UsersAndGroups: users("allowed", sales), Applications: applications("allowed", topology.AllApplications),
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

// Across clouds the entry itself is a fact, and one step of synchronization is
// out of Graph's sight.
func TestUnknownAcrossClouds(t *testing.T) {
	t.Parallel()
	f := completeEdge("public", "usgovernment")
	f.Capabilities = with("sync")
	if got := unchecked(f); !slices.Equal(got, []string{"target cross-cloud synchronization"}) {
		t.Errorf("%q", got)
	}
	f.Capabilities = with("auto_redeem")
	f.Source = topology.EdgeSide{Tenant: f.Source.Tenant}
	want := []string{"source allowedCloudEndpoints", "source automaticUserConsentSettings.outboundAllowed", "source cross-tenant access partner"}
	if got := unchecked(f); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

// Each setting that stays unknown carries the reason of the fact that it lacks.
func TestUnknownCarriesItsReason(t *testing.T) {
	t.Parallel()
	why := func(name string) error { return errors.New(name) }
	f := completeEdge("public", "public")
	f.Capabilities = topology.Capabilities()
	f.Source.Partner = topology.Unread[*topology.AccessSettings](why("entry of source"))
	f.Source.EntraP1 = topology.Unread[bool](why("plans of source"))
	f.Target.Default = topology.Unread[topology.AccessSettings](why("default of target"))
	entryOf(&f.Target).InboundTrust = nil
	entryOf(&f.Target).B2BCollaborationInbound = &topology.B2BSetting{}
	f.Invitations = topology.Unread[topology.InvitationPolicy](why("policy of target"))
	f.DomainLists = topology.Known(topology.DomainLists{Blocked: []string{"contoso.example"}})
	f.Source.Tenant.Domains = topology.Unread[[]string](why("domains of source"))
	f.Policies = topology.Known([]topology.ConditionalAccessPolicy{{
		Name: "MFA", State: "enabled", IncludeUsers: []string{"All"}, Operator: "OR", Controls: []string{"compliantDevice"},
	}})
	f.Capabilities = slices.DeleteFunc(f.Capabilities, func(c topology.Capability) bool { return c == topology.TrustCompliantDevice })
	masked := synchronization("bbbb", func(s *synced) { s.AuthenticationType = topology.Unread[string](topology.SecretsMasked) })
	f.Synchronizations = topology.Known([]topology.Synchronization{masked})
	want := map[string]string{
		"source b2bCollaborationOutbound":                         "entry of source",
		"source automaticUserConsentSettings.outboundAllowed":     "entry of source",
		"source b2bDirectConnectOutbound":                         "entry of source",
		"source synchronization secrets: AuthenticationType":      string(topology.SecretsMasked),
		"source Entra ID P1":                                      "plans of source",
		"target b2bCollaborationInbound":                          string(topology.AnswerOpen),
		"target allowInvitesFrom":                                 "policy of target",
		"target invitationsAllowedAndBlockedDomainsPolicy":        "domains of source",
		"target inboundTrust.isMfaAccepted":                       "default of target",
		"target inboundTrust.isHybridAzureADJoinedDeviceAccepted": "default of target",
		"target Conditional Access policy \"MFA\"":                "default of target",
	}
	findings, unknown := topology.JudgeEdge(f, nil)
	got := map[string]string{}
	for _, u := range unknown {
		got[string(u.Side)+" "+u.Setting] = u.Why.Error()
	}
	if !maps.Equal(got, want) || len(findings) > 0 {
		t.Errorf("unknown %q, want %q; findings %+v", got, want, findings)
	}
	if found, left := topology.JudgeEdge(f, off(topology.Codes()...)); len(found)+len(left) > 0 {
		t.Errorf("with every check off: %+v, %+v", found, left)
	}
}

func off(codes ...topology.Code) topology.Severities {
	s := topology.Severities{}
	for _, c := range codes {
		s[c] = topology.Off
	}
	return s
}
