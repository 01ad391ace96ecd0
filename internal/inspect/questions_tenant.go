package inspect

import (
	"context"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/permission"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

// The questions of a plan about a tenant as a whole.
var (
	OwnDomains  = question("domains of the resource tenant", domains, permission.OwnDomains)
	HomeDomains = question("domains of the home tenant", domains, permission.HomeDomains)
	// HomeSearch reads a tenant's domains, to find the home tenant of an address.
	HomeSearch = question("domains of a possible home tenant", domains, permission.HomeSearch)
	// GuestHomes reads a tenant's domains, to find the home tenants of guests that a
	// setting of the same plan may keep out, and SyncDomains those of the users of a
	// guest sync.
	GuestHomes  = question("domains of a home tenant of guests", domains, permission.GuestHomes)
	SyncDomains = question("domains of the users of a guest sync", domains, permission.SyncDomains)
	// GuestEntry reads the settings for the home tenant of such guests, nil without a
	// partner configuration.
	GuestEntry = about("partner of guests", func(ctx context.Context, t *tenant.Tenant, homeID string) (*rules.AccessSettings, error) {
		return t.Graph.PartnerAccess(ctx, homeID)
	}, permission.GuestEntries)
	// InheritedAccess reads the default that an entry will inherit.
	InheritedAccess = question("default access of guests", func(ctx context.Context, t *tenant.Tenant) (rules.AccessSettings, error) {
		return t.Graph.DefaultAccess(ctx)
	}, permission.GuestEntries)
	// TenantOfDomain reads the id of the tenant with a domain, empty if none has it.
	TenantOfDomain = about("tenant of a domain", func(ctx context.Context, t *tenant.Tenant, domain string) (string, error) {
		return t.Graph.TenantByDomain(ctx, domain)
	}, permission.TenantsOfDomains)
	Invitations = question("invitation policy", invitationPolicy, permission.InvitationPolicy)
	DomainLists = question("domain lists", domainLists, permission.DomainLists)
	License     = question("Entra ID P1", entraP1, permission.License)
	Governance  = question("Entra ID Governance", func(ctx context.Context, t *tenant.Tenant) (bool, error) { return t.Graph.EntraGovernance(ctx) }, permission.License)

	// Partner reads the settings for another tenant, nil without a partner
	// configuration.
	Partner = about("partner", func(ctx context.Context, t *tenant.Tenant, partnerID string) (*rules.AccessSettings, error) {
		return t.Graph.PartnerAccess(ctx, partnerID)
	}, permission.Access)
	DefaultAccess = question("default access", func(ctx context.Context, t *tenant.Tenant) (rules.AccessSettings, error) {
		return t.Graph.DefaultAccess(ctx)
	}, permission.Access)
	// Entitlement reads whether the tenant has a license for entitlement management.
	Entitlement = question("entitlement management", func(ctx context.Context, t *tenant.Tenant) (bool, error) { return t.Graph.Entitlement(ctx) }, permission.EntitlementLicense)
	// ConnectedPartner and ConnectedDefault read the same as Partner and DefaultAccess for
	// a connected organization.
	ConnectedPartner = about("partner of a connected organization", func(ctx context.Context, t *tenant.Tenant, partnerID string) (*rules.AccessSettings, error) {
		return t.Graph.PartnerAccess(ctx, partnerID)
	}, permission.ConnectedAccess)
	ConnectedDefault = question("default access of a connected organization", func(ctx context.Context, t *tenant.Tenant) (rules.AccessSettings, error) {
		return t.Graph.DefaultAccess(ctx)
	}, permission.ConnectedAccess)
	// CapabilityTrust and DefaultCapabilityTrust read the same for the trusts of
	// Microsoft 365 capabilities.
	CapabilityTrust = about("capability trust", func(ctx context.Context, t *tenant.Tenant, partnerID string) (*rules.AccessSettings, error) {
		return t.Graph.PartnerAccess(ctx, partnerID)
	}, permission.CapabilityTrust)
	DefaultCapabilityTrust = question("default capability trust", func(ctx context.Context, t *tenant.Tenant) (rules.AccessSettings, error) {
		return t.Graph.DefaultAccess(ctx)
	}, permission.CapabilityTrust)
	// SyncJobs reads the synchronizations of a home tenant, for the users of a guest
	// sync.
	SyncJobs = question("synchronization jobs", func(ctx context.Context, t *tenant.Tenant) ([]rules.Synchronization, error) {
		return t.Graph.Synchronizations(ctx)
	}, permission.SyncConfigurations, permission.SyncJobs)
	Clouds = question("clouds", func(ctx context.Context, t *tenant.Tenant) ([]string, error) {
		return t.Graph.CloudEndpoints(ctx)
	}, permission.AllowedClouds)
	// Entry reads the current partner configuration for another tenant, with its
	// synchronization of groups, nil for none.
	Entry = about("partner entry", func(ctx context.Context, t *tenant.Tenant, partnerID string) (*graph.Partner, error) {
		p, err := t.Graph.Partner(ctx, partnerID)
		if err == nil {
			p, err = t.Graph.WithGroupSync(ctx, p)
		}
		return orNone(p, err)
	}, permission.ExistingEntry)
	// ResetHome reads a tenant's domains, to find the home tenant of a user whose
	// redemption is reset.
	ResetHome = question("domains of the home tenant of a reset", domains, permission.ResetHome)
	// SameOrganization reads whether another tenant is in the same multitenant
	// organization.
	SameOrganization = about("multitenant organization of an entry", func(ctx context.Context, t *tenant.Tenant, partnerID string) (bool, error) {
		p, err := orNone(t.Graph.Partner(ctx, partnerID))
		return p != nil && p.InOrganization, err
	}, permission.ResetOrganization)
)

func domains(ctx context.Context, t *tenant.Tenant) ([]string, error) {
	o, err := t.Graph.Organization(ctx)
	return o.Domains, err
}

func entraP1(ctx context.Context, t *tenant.Tenant) (bool, error) { return t.Graph.EntraP1(ctx) }

// invitationPolicy reads the setting that restricts invitations. The
// application's own permission is in its token and takes no request.
func invitationPolicy(ctx context.Context, t *tenant.Tenant) (rules.InvitationPolicy, error) {
	from, err := t.Graph.AllowInvitesFrom(ctx)
	if err != nil {
		return rules.InvitationPolicy{}, err
	}
	policy := rules.InvitationPolicy{AllowInvitesFrom: from}
	if holds, told := t.Holds(ctx, permission.Invite.Permission); told {
		policy.MayInvite = rules.Known(holds)
	}
	return policy, nil
}

// domainLists are hidden where the cloud does not show them.
func domainLists(ctx context.Context, t *tenant.Tenant) (rules.DomainLists, error) {
	if !t.Cloud.HasDomainLists {
		return rules.DomainLists{}, rules.ListsHidden
	}
	lists, err := t.Graph.DomainLists(ctx)
	return rules.DomainLists(lists), err
}
