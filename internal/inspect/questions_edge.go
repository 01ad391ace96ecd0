package inspect

import (
	"context"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/permission"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

// The questions of a topology check. They are about the current state, so the
// client reads again even what it remembers.
var (
	// edgePartners also finds undeclared configurations, which no check turns off.
	edgePartners = always(question("partners", func(ctx context.Context, t *tenant.Tenant) ([]graph.Partner, error) {
		return t.Graph.Partners(ctx)
	}, permission.EdgeAccess, permission.EdgeTrust))
	edgeGroupSyncs = always(question("group synchronization", func(ctx context.Context, t *tenant.Tenant) ([]string, error) {
		return t.Graph.GroupSyncPartners(ctx)
	}, permission.EdgeAccess))
	edgeDefault = always(question("current default access", func(ctx context.Context, t *tenant.Tenant) (rules.AccessSettings, error) {
		s, err := t.Graph.ReadDefaultAccess(ctx)
		return s.AccessSettings, err
	}, permission.EdgeAccess, permission.EdgeTrust))
	edgeClouds = question("current clouds", func(ctx context.Context, t *tenant.Tenant) ([]string, error) {
		return t.Graph.ReadCloudEndpoints(ctx)
	}, permission.EdgeClouds)
	edgeInvitations = question("invitation policy of an edge", invitationPolicy, permission.EdgeInvitations)
	edgeDomainLists = question("domain lists of an edge", domainLists, permission.EdgeDomainLists)
	edgeDomains     = question("domains of the source of an edge", domains, permission.EdgeDomains)
	edgeLicense     = question("Entra ID P1 for an edge", entraP1, permission.EdgeLicense)
	edgePolicies    = question("Conditional Access policies", func(ctx context.Context, t *tenant.Tenant) ([]rules.ConditionalAccessPolicy, error) {
		return t.Graph.ConditionalAccessPolicies(ctx)
	}, permission.EdgePolicies)
	edgeSyncs = question("synchronizations", func(ctx context.Context, t *tenant.Tenant) ([]rules.Synchronization, error) {
		return t.Graph.Synchronizations(ctx)
	}, permission.EdgeSyncs, permission.EdgeSyncJobs, permission.EdgeSyncSecrets)
	edgeSyncMapping = about("mapping of a synchronization job", func(ctx context.Context, t *tenant.Tenant, s rules.Synchronization) (rules.SyncMapping, error) {
		return t.Graph.SyncMapping(ctx, s.ID, s.Job.ID)
	}, permission.EdgeSyncJobs)
	edgeM365 = about("Microsoft 365 capabilities of an entry", func(ctx context.Context, t *tenant.Tenant, partnerID string) (rules.M365Capabilities, error) {
		return t.Graph.ReadM365Capabilities(ctx, partnerID)
	}, permission.EdgeM365)
	edgeDefaultM365 = question("Microsoft 365 capabilities of the default", func(ctx context.Context, t *tenant.Tenant) (rules.M365Capabilities, error) {
		return t.Graph.ReadM365Capabilities(ctx, "")
	}, permission.EdgeM365)
	edgeLegacy         = question("legacy sharing", ReadLegacySharing, permission.EdgeSharing, permission.EdgeExchange)
	edgeSharingDomains = question("domains for legacy sharing", domains, permission.EdgeSharingDomains)
)
