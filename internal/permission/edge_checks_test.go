package permission_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/permission"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// showsSettings is needed only if the service returns the settings of a
// synchronization to writers only.
const showsSettings = "Synchronization.ReadWrite.All"

// connected is an estate in which every check finds data about the edge from
// Contoso to Fabrikam.
func connected() *acctest.Estate {
	e := acctest.Standard()
	e.Tenant(acctest.Contoso).CrossTenantAccess = acctest.Object{
		"allowedCloudEndpoints": []string{"microsoftonline.us"},
		"partners":              []acctest.Object{{"tenantId": acctest.FabrikamID}, {"tenantId": acctest.NorthwindID}},
	}
	e.Tenant(acctest.Contoso).Synchronizations = []acctest.Object{{
		"id": syncID, "displayName": "Sync", "assignedTo": []any{"Mona.Manager@contoso.example"},
		"secrets": acctest.Object{"CompanyId": acctest.FabrikamID, "SyncAll": "false"},
	}}
	e.Tenant(acctest.Contoso).OrganizationRelationships = tipsWith("fabrikam.example")
	fabrikam := e.Tenant(acctest.Fabrikam)
	fabrikam.OrganizationRelationships = tipsWith("contoso.example")
	fabrikam.CrossTenantAccess = acctest.Object{"partners": []acctest.Object{{"tenantId": acctest.ContosoID}}}
	fabrikam.B2BManagement = acctest.Object{"blocked_domains": []string{"partner.example"}}
	fabrikam.ConditionalAccess = []acctest.Object{{
		"id": "cccccccc-0000-4000-8000-000000000001", "displayName": "MFA for guests", "state": "enabled",
		"conditions": acctest.Object{
			"applications": acctest.Object{"includeApplications": []string{"All"}}, "users": acctest.Object{"includeUsers": []string{"All"}},
			"clientAppTypes": []string{"all"},
		},
		"grantControls": acctest.Object{"operator": "OR", "builtInControls": []string{"mfa"}},
	}}
	return e
}

// tipsWith is an organization relationship that shares MailTips with a domain.
func tipsWith(domain string) []acctest.Object {
	return []acctest.Object{{"Name": "Old", "DomainNames": []string{domain}, "MailTipsAccessEnabled": true, "MailTipsAccessLevel": "All"}}
}

// shown starts a world that returns the settings of synchronizations to readers of
// jobs or to writers only, and the lists of domains by their permission.
func shown(t *testing.T, e *acctest.Estate, toWriters bool) *acctest.World {
	t.Helper()
	return acctest.StartWith(t, e, kernel.Options{Settings: settings.With(func(s *settings.Settings) {
		s.SecretsNeedWrite, s.SecretsAreMasked = toWriters, false
		s.PolicyReadAllCoversB2BManagement = false
	})})
}

// carried are the capabilities that each check needs.
var carried = map[rules.Code][]string{
	rules.TrustMissing: {"trust_mfa"}, rules.ConsentMissing: {"auto_redeem"}, rules.ConnectBlocked: {"direct_connect"},
	rules.SyncMissing: {"sync"}, rules.SyncUnguarded: {"sync"}, rules.SyncContradicts: {"sync"}, rules.LicenseMissing: {"direct_connect"},
	rules.LayersDiffer: {"mail_tips"}, rules.LegacyDecides: {"mail_tips"}, rules.DefaultShowsAll: {"mail_tips"},
	rules.CapabilityMissing: {"mail_tips"}, rules.CapabilityLimited: {"mail_tips"},
}

// gaps applies the check of an edge with one code enabled, and returns the
// unchecked settings of the edge.
func gaps(t *testing.T, s *acctest.Workspace) string {
	t.Helper()
	s.MustRun("apply", "-auto-approve")
	return s.MustRun("output", "-raw", "unchecked")
}

// TestEdgeChecksNeedWhatTheirPagesSay is the test for checks of edges: facts that
// could not be read are in unchecked.
func TestEdgeChecksNeedWhatTheirPagesSay(t *testing.T) {
	t.Parallel()
	for _, code := range permission.EdgeChecks() {
		t.Run(string(code), func(t *testing.T) {
			t.Parallel()
			c, target := edge, acctest.Fabrikam
			if code == rules.CloudsNotEnabled || code == rules.PartnerMissing {
				// Across clouds every capability needs both.
				target = acctest.Northwind
				c = cast{permission.Source: {acctest.Contoso}, permission.Target: {target}, permission.Both: {acctest.Contoso, target}}
			}
			capabilities := carried[code]
			if capabilities == nil {
				capabilities = []string{"b2b_collaboration"}
			}
			all := slices.DeleteFunc(c.grants(edgeNeedsOf(code)...), func(g grant) bool { return g.permission == showsSettings })
			w := shown(t, connected(), false)
			s := acctest.NewWorkspace(t, aloneOn(w.Config(check(target, capabilities...)), code))
			only(t, w, all)
			if unchecked := gaps(t, s); unchecked != "" {
				t.Errorf("the permissions of the page are not enough:\n%s", unchecked)
			}
			for _, missing := range all {
				only(t, w, without(all, missing))
				if unchecked := gaps(t, s); !names(unchecked, missing) {
					t.Errorf("without %s in %s unchecked is\n%s", missing.permission, missing.tenant, unchecked)
				}
			}
		})
	}
}

// edgeNeedsOf are the needs on an edge, also for a check that plans share.
func edgeNeedsOf(code rules.Code) []permission.Need {
	var needs []permission.Need
	for _, table := range permission.Tables() {
		if table.Name == "multitenant_topology_check" {
			needs = table.Optional
		}
	}
	return slices.DeleteFunc(slices.Clone(needs), func(n permission.Need) bool { return !slices.Contains(n.Checks, code) })
}

func names(unchecked string, missing grant) bool {
	return slices.ContainsFunc(strings.Split(unchecked, "\n"), func(line string) bool {
		return strings.Contains(line, missing.permission) && strings.Contains(line, `in tenant "`+missing.tenant+`"`)
	})
}

// TestSettingsForWritersOnly uses the permission that is documented for a
// service that returns the settings of a synchronization to writers only.
func TestSettingsForWritersOnly(t *testing.T) {
	t.Parallel()
	for _, code := range []rules.Code{rules.SyncMissing, rules.SyncUnguarded, rules.SyncContradicts} {
		t.Run(string(code), func(t *testing.T) {
			t.Parallel()
			w := shown(t, connected(), true)
			s := acctest.NewWorkspace(t, aloneOn(w.Config(check(acctest.Fabrikam, "sync")), code))
			all := edge.grants(edgeNeedsOf(code)...)
			only(t, w, all)
			if unchecked := gaps(t, s); unchecked != "" {
				t.Errorf("the permissions of the page are not enough:\n%s", unchecked)
			}
			missing := grant{acctest.Contoso, showsSettings}
			only(t, w, without(all, missing))
			if unchecked := gaps(t, s); !names(unchecked, missing) {
				t.Errorf("without %s unchecked is\n%s", missing.permission, unchecked)
			}
		})
	}
}
