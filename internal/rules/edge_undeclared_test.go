package rules_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

func TestFindUndeclared(t *testing.T) {
	t.Parallel()
	full := completeEdge("public", "public")
	source, target := *entryOf(&full.Source), *entryOf(&full.Target)
	declare := func(capabilities ...rules.Capability) []rules.DeclaredEdge {
		return []rules.DeclaredEdge{{Source: "contoso", Target: "fabrikam", Capabilities: capabilities}}
	}
	entry := func(tenant, partner string, settings rules.AccessSettings) rules.PartnerEntry {
		return rules.PartnerEntry{Tenant: tenant, PartnerTenantID: "cccc", Partner: partner, Settings: settings}
	}
	both := []rules.PartnerEntry{entry("fabrikam", "contoso", target), entry("contoso", "fabrikam", source)}
	for _, c := range []struct {
		name    string
		edges   []rules.DeclaredEdge
		entries []rules.PartnerEntry
		want    []string
	}{
		{"everything is declared", declare(rules.Capabilities()...), both, nil},
		{"entry about a stranger", declare("sync"), []rules.PartnerEntry{entry("contoso", "", rules.AccessSettings{})}, []string{"contoso cccc  "}},
		{"entry between tenants without an edge", declare("sync"), []rules.PartnerEntry{entry("contoso", "northwind", source)}, []string{"contoso northwind  "}},
		{"service provider", declare("sync"), []rules.PartnerEntry{entry("contoso", "", rules.AccessSettings{IsServiceProvider: true})}, nil},
		{"entry that inherits everything", declare("b2b_collaboration"), []rules.PartnerEntry{entry("fabrikam", "contoso", rules.AccessSettings{})}, nil},
		{"blocks that close", declare("auto_redeem"), []rules.PartnerEntry{entry("fabrikam", "contoso", rules.AccessSettings{
			B2BDirectConnectInbound: shutToAll, B2BCollaborationOutbound: shutToAll, InboundTrust: &rules.InboundTrust{},
		})}, nil},
		{"more than the edge asks for", declare("b2b_collaboration"), both, []string{
			"contoso fabrikam contoso->fabrikam b2bDirectConnectOutbound",
			"contoso fabrikam contoso->fabrikam automaticUserConsentSettings.outboundAllowed",
			"contoso fabrikam contoso->fabrikam m365CollaborationOutbound",
			"fabrikam contoso contoso->fabrikam b2bDirectConnectInbound",
			"fabrikam contoso contoso->fabrikam inboundTrust.isMfaAccepted",
			"fabrikam contoso contoso->fabrikam inboundTrust.isCompliantDeviceAccepted",
			"fabrikam contoso contoso->fabrikam inboundTrust.isHybridAzureADJoinedDeviceAccepted",
			"fabrikam contoso contoso->fabrikam automaticUserConsentSettings.inboundAllowed",
			"fabrikam contoso contoso->fabrikam identitySynchronization.userSyncInbound.isSyncAllowed",
			"fabrikam contoso contoso->fabrikam m365CollaborationInbound",
			"fabrikam contoso contoso->fabrikam appServiceConnectInbound",
		}},
		{"the wrong direction", declare(rules.Capabilities()...), []rules.PartnerEntry{entry("fabrikam", "contoso", rules.AccessSettings{
			AutomaticUserConsent: rules.UserConsent{InboundAllowed: true, OutboundAllowed: true}, B2BCollaborationOutbound: openToAll,
			IdentitySync: &rules.IdentitySync{GroupSyncAllowed: new(true)},
		})}, []string{
			"fabrikam contoso fabrikam->contoso b2bCollaborationOutbound",
			"fabrikam contoso fabrikam->contoso automaticUserConsentSettings.outboundAllowed",
		}},
		{"groups without sync", declare("auto_redeem"), []rules.PartnerEntry{entry("fabrikam", "contoso", rules.AccessSettings{
			IdentitySync: &rules.IdentitySync{GroupSyncAllowed: new(true)},
		})}, []string{"fabrikam contoso contoso->fabrikam identitySynchronization.groupSyncInbound.isSyncAllowed"}},
	} {
		var got []string
		for _, u := range rules.FindUndeclared(c.edges, c.entries, nil) {
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

// A started job is reported unless an edge in its direction declares sync.
func TestUndeclaredJobs(t *testing.T) {
	t.Parallel()
	job := rules.OutboundSync{Tenant: "contoso", PartnerTenantID: "bbbb", Partner: "fabrikam", Name: "Sync to Fabrikam"}
	stranger := rules.OutboundSync{Tenant: "contoso", PartnerTenantID: "cccc", Name: "Sync to a stranger"}
	edge := func(source, target string, capabilities ...rules.Capability) rules.DeclaredEdge {
		return rules.DeclaredEdge{Source: source, Target: target, Capabilities: capabilities}
	}
	for _, c := range []struct {
		name  string
		edges []rules.DeclaredEdge
		jobs  []rules.OutboundSync
		want  []string
	}{
		{"declared", []rules.DeclaredEdge{edge("contoso", "fabrikam", "auto_redeem", "sync")}, []rules.OutboundSync{job}, nil},
		{
			"an edge without sync",
			[]rules.DeclaredEdge{edge("contoso", "fabrikam", "auto_redeem")},
			[]rules.OutboundSync{job},
			[]string{"contoso fabrikam contoso->fabrikam synchronization job"},
		},
		{
			"the wrong direction",
			[]rules.DeclaredEdge{edge("fabrikam", "contoso", "sync")},
			[]rules.OutboundSync{job},
			[]string{"contoso fabrikam contoso->fabrikam synchronization job"},
		},
		{
			"another target",
			[]rules.DeclaredEdge{edge("contoso", "northwind", "sync")},
			[]rules.OutboundSync{job, stranger},
			[]string{"contoso cccc  synchronization job", "contoso fabrikam  synchronization job"},
		},
	} {
		var got []string
		for _, u := range rules.FindUndeclared(c.edges, nil, c.jobs) {
			got = append(got, strings.Join([]string{u.Tenant, u.Partner, u.Edge, u.Setting}, " "))
			if !strings.HasSuffix(u.Summary, ".") || !strings.Contains(u.Summary, u.Setting) || !strings.Contains(u.Summary, "Sync to ") {
				t.Errorf("%s: %q", c.name, u.Summary)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s:\n%s", c.name, strings.Join(got, "\n"))
		}
	}
}
