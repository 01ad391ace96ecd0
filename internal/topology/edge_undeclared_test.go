package topology_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/topology"
)

func TestFindUndeclared(t *testing.T) {
	t.Parallel()
	full := completeEdge("public", "public")
	source, target := *entryOf(&full.Source), *entryOf(&full.Target)
	declare := func(capabilities ...topology.Capability) []topology.DeclaredEdge {
		return []topology.DeclaredEdge{{Source: "contoso", Target: "fabrikam", Capabilities: capabilities}}
	}
	entry := func(tenant, partner string, settings topology.AccessSettings) topology.PartnerEntry {
		return topology.PartnerEntry{Tenant: tenant, PartnerTenantID: "cccc", Partner: partner, Settings: settings}
	}
	both := []topology.PartnerEntry{entry("fabrikam", "contoso", target), entry("contoso", "fabrikam", source)}
	for _, c := range []struct {
		name    string
		edges   []topology.DeclaredEdge
		entries []topology.PartnerEntry
		want    []string
	}{
		{"everything is declared", declare(topology.Capabilities()...), both, nil},
		{"entry about a stranger", declare("sync"), []topology.PartnerEntry{entry("contoso", "", topology.AccessSettings{})}, []string{"contoso cccc  "}},
		{"entry between tenants without an edge", declare("sync"), []topology.PartnerEntry{entry("contoso", "northwind", source)}, []string{"contoso northwind  "}},
		{"service provider", declare("sync"), []topology.PartnerEntry{entry("contoso", "", topology.AccessSettings{IsServiceProvider: true})}, nil},
		{"entry that inherits everything", declare("b2b_collaboration"), []topology.PartnerEntry{entry("fabrikam", "contoso", topology.AccessSettings{})}, nil},
		{"blocks that close", declare("auto_redeem"), []topology.PartnerEntry{entry("fabrikam", "contoso", topology.AccessSettings{
			B2BDirectConnectInbound: shutToAll, B2BCollaborationOutbound: shutToAll, InboundTrust: &topology.InboundTrust{},
		})}, nil},
		{"more than the edge asks for", declare("b2b_collaboration"), both, []string{
			"contoso fabrikam contoso->fabrikam b2bDirectConnectOutbound",
			"contoso fabrikam contoso->fabrikam automaticUserConsentSettings.outboundAllowed",
			"fabrikam contoso contoso->fabrikam b2bDirectConnectInbound",
			"fabrikam contoso contoso->fabrikam inboundTrust.isMfaAccepted",
			"fabrikam contoso contoso->fabrikam inboundTrust.isCompliantDeviceAccepted",
			"fabrikam contoso contoso->fabrikam inboundTrust.isHybridAzureADJoinedDeviceAccepted",
			"fabrikam contoso contoso->fabrikam automaticUserConsentSettings.inboundAllowed",
			"fabrikam contoso contoso->fabrikam identitySynchronization.userSyncInbound.isSyncAllowed",
		}},
		{"the wrong direction", declare(topology.Capabilities()...), []topology.PartnerEntry{entry("fabrikam", "contoso", topology.AccessSettings{
			AutomaticUserConsent: topology.UserConsent{InboundAllowed: true, OutboundAllowed: true}, B2BCollaborationOutbound: openToAll,
			IdentitySync: &topology.IdentitySync{GroupSyncAllowed: true},
		})}, []string{
			"fabrikam contoso fabrikam->contoso b2bCollaborationOutbound",
			"fabrikam contoso fabrikam->contoso automaticUserConsentSettings.outboundAllowed",
		}},
		{"groups without sync", declare("auto_redeem"), []topology.PartnerEntry{entry("fabrikam", "contoso", topology.AccessSettings{
			IdentitySync: &topology.IdentitySync{GroupSyncAllowed: true},
		})}, []string{"fabrikam contoso contoso->fabrikam identitySynchronization.groupSyncInbound.isSyncAllowed"}},
	} {
		var got []string
		for _, u := range topology.FindUndeclared(c.edges, c.entries) {
			got = append(got, strings.Join([]string{u.Tenant, u.Partner, u.Edge, u.Setting}, " "))
			if !strings.HasSuffix(u.Summary, ".") || !strings.Contains(u.Summary, u.Setting) {
				t.Errorf("%s: %q", c.name, u.Summary)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s:\n%s", c.name, strings.Join(got, "\n"))
		}
	}
}
