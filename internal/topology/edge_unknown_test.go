package topology_test

import (
	"slices"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/topology"
)

func unchecked(f edgeFacts) []string {
	var settings []string
	for _, u := range topology.UncheckedEdge(f) {
		settings = append(settings, string(u.Side)+" "+u.Setting)
	}
	return settings
}

// What cannot be read finds nothing and is listed.
func TestUncheckedEdge(t *testing.T) {
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
			"gates of target", with("b2b_collaboration"), func(f *edgeFacts) {
				f.AllowInvitesFrom = topology.Fact[string]{}
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
		if findings := topology.CheckEdge(f); len(findings) > 0 {
			t.Errorf("%s: %+v", c.name, findings)
		}
		if got := unchecked(f); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q", c.name, got)
		}
	}
}

// Across clouds the entry itself is a fact, and one step of synchronization is
// out of Graph's sight.
func TestUncheckedAcrossClouds(t *testing.T) {
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
