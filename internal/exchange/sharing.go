package exchange

import (
	"context"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/share"
)

var (
	opRelationships = operation{"Get-OrganizationRelationship", readsSettings, true}
	opPolicies      = operation{"Get-SharingPolicy", readsSettings, true}
	opSpaces        = operation{"Get-AvailabilityAddressSpace", readsSettings, true}
	opDomains       = operation{"Get-AcceptedDomain", readsSettings, true}
)

// OrganizationRelationship is what the users of other organizations may see of this
// one (exchange §9.6). Its successor are the cross-tenant capabilities, which it
// outranks while it exists (m365-capabilities §1).
type OrganizationRelationship struct {
	GUID string `json:"Guid"`
	Name string
	// Domains are those of the other organization, in no order.
	Domains []string `json:"DomainNames"`
	// Enabled is false for a relationship without effect.
	Enabled         bool
	FreeBusyEnabled bool `json:"FreeBusyAccessEnabled"`
	// FreeBusyLevel is None, AvailabilityOnly or LimitedDetails.
	FreeBusyLevel string `json:"FreeBusyAccessLevel"`
	// FreeBusyScope is a group whose users are shown; empty means all.
	FreeBusyScope   string `json:"FreeBusyAccessScope"`
	MailTipsEnabled bool   `json:"MailTipsAccessEnabled"`
	// MailTipsLevel is None, Limited or All.
	MailTipsLevel string `json:"MailTipsAccessLevel"`
	MailTipsScope string `json:"MailTipsAccessScope"`
	PhotosEnabled bool
	// MailboxMoveEnabled is whether mailboxes may move between the organizations.
	MailboxMoveEnabled    bool
	MailboxMoveCapability string
	TargetApplicationURI  string `json:"TargetApplicationUri"`
	TargetAutodiscoverEPR string `json:"TargetAutodiscoverEpr"`
	TargetSharingEPR      string `json:"TargetSharingEpr"`
}

// SharingPolicy says how far users may share their calendars, by domain
// (exchange §9.8).
type SharingPolicy struct {
	GUID string `json:"Guid"`
	Name string
	// Domains are such as "contoso.com: CalendarSharingFreeBusySimple"; the domain *
	// means all, and Anonymous publishing.
	Domains []string
	Enabled bool
	// Default is the policy of users without one of their own.
	Default bool
}

// AvailabilityAddressSpace is where free/busy times of a domain are asked for
// (exchange §9.8).
type AvailabilityAddressSpace struct {
	GUID string `json:"Guid"`
	Name string
	// Forest is the domain of the other organization.
	Forest string `json:"ForestName"`
	// AccessMethod is such as OrgWideFB.
	AccessMethod          string
	TargetAutodiscoverEPR string `json:"TargetAutodiscoverEpr"`
	TargetServiceEPR      string `json:"TargetServiceEpr"`
	TargetTenantID        string `json:"TargetTenantId"`
}

// AcceptedDomain is a domain that the organization receives mail for (exchange §9.7).
type AcceptedDomain struct {
	Domain string `json:"DomainName"`
	// Type is Authoritative, InternalRelay or ExternalRelay.
	Type    string `json:"DomainType"`
	Default bool
	Initial bool `json:"InitialDomain"`
}

// OrganizationRelationships lists the organization relationships. They are read
// once for the run, as the lists below are.
//
// Get-OrganizationRelationship.
func (c *Client) OrganizationRelationships(ctx context.Context) ([]OrganizationRelationship, error) {
	return remembered(ctx, c, opRelationships, &c.facts.relationships)
}

// SharingPolicies lists the sharing policies.
//
// Get-SharingPolicy.
func (c *Client) SharingPolicies(ctx context.Context) ([]SharingPolicy, error) {
	return remembered(ctx, c, opPolicies, &c.facts.policies)
}

// AvailabilityAddressSpaces lists the availability address spaces.
//
// Get-AvailabilityAddressSpace.
func (c *Client) AvailabilityAddressSpaces(ctx context.Context) ([]AvailabilityAddressSpace, error) {
	return remembered(ctx, c, opSpaces, &c.facts.spaces)
}

// AcceptedDomains lists the domains of the organization.
//
// Get-AcceptedDomain.
func (c *Client) AcceptedDomains(ctx context.Context) ([]AcceptedDomain, error) {
	return remembered(ctx, c, opDomains, &c.facts.domains)
}

// remembered returns a list of the tenant, and reads it unless it is known or being
// read.
func remembered[T any](ctx context.Context, c *Client, op operation, memo *share.Memo[[]T]) ([]T, error) {
	all, err := memo.Get(ctx, "", func(ctx context.Context) ([]T, error) { return list[T](ctx, c, op, nil) })
	return all, c.failed(op, c.waited(err))
}
