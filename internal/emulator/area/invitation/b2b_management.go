package invitation

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// B2BManagement is the B2B management policy of a tenant. Invitations use its
// domain lists: either may be filled, never both (graph-identity §9.1). Without an
// id the tenant has no policy, and every domain is allowed.
type B2BManagement struct {
	ID      string   `json:"id,omitempty"`
	Allowed []string `json:"allowedDomains,omitempty"`
	Blocked []string `json:"blockedDomains,omitempty"`
	// Definition is the policy's JSON from a seed, including members that the
	// emulator does not use; it is empty if the seed has only lists.
	Definition string `json:"definition,omitempty"`
}

func (p B2BManagement) permits(domain string) bool {
	same := func(d string) bool { return strings.EqualFold(d, domain) }
	if len(p.Allowed) > 0 {
		return slices.ContainsFunc(p.Allowed, same)
	}
	return !slices.ContainsFunc(p.Blocked, same)
}

// b2bDefinition is the JSON inside the policy. Live tenants use the long key; the
// key of the documentation's sample is accepted too.
type b2bDefinition struct {
	Policy struct {
		Live   *domainLists `json:"InvitationsAllowedAndBlockedDomainsPolicy,omitempty"`
		Sample *domainLists `json:"invitationsAllowedAndBlocked,omitempty"`
	} `json:"B2BManagementPolicy"`
}

type domainLists struct {
	Allowed []string `json:"AllowedDomains"`
	Blocked []string `json:"BlockedDomains"`
}

// define reads the lists from a definition.
func (p *B2BManagement) define(definition string) error {
	var d b2bDefinition
	if err := json.Unmarshal([]byte(definition), &d); err != nil {
		return fmt.Errorf("reading the definition of a B2B management policy: %w", err)
	}
	p.Definition = definition
	for _, lists := range []*domainLists{d.Policy.Live, d.Policy.Sample} {
		if lists != nil {
			p.Allowed, p.Blocked = lists.Allowed, lists.Blocked
			break
		}
	}
	return nil
}

// definition is the single string that Graph returns.
func (p B2BManagement) definition() (string, error) {
	if p.Definition != "" {
		return p.Definition, nil
	}
	var d b2bDefinition
	d.Policy.Live = &domainLists{Allowed: schema.List(p.Allowed), Blocked: schema.List(p.Blocked)}
	text, err := json.Marshal(d)
	if err != nil {
		return "", fmt.Errorf("writing the definition of a B2B management policy: %w", err)
	}
	return string(text), nil
}

// Management is the B2B management policy of a tenant.
var Management = &kernel.Value[B2BManagement]{State: "b2b_management_policy", Shown: "b2b_management_policy"}

// managementPolicy is the policy as returned by Graph.
type managementPolicy struct {
	id, definition string
	// isDefault is true, or a text if a setting says so.
	isDefault any
}

// managementPolicies are the policy of a tenant, if it has one.
var managementPolicies = &kernel.Set[managementPolicy]{
	Declaration: kernel.Declaration{
		Name: "b2bManagementPolicies", Unlisted: true,
		Class: schema.NewClass(
			"Policy", "b2bManagementPolicy",
			schema.Read("id", func(p *managementPolicy) any { return p.id }),
			schema.Read("displayName", func(*managementPolicy) any { return "B2BManagementPolicy" }),
			schema.Null("description"), schema.Null("deletedDateTime"),
			schema.Read("definition", func(p *managementPolicy) any { return []string{p.definition} }),
			schema.Read("isOrganizationDefault", func(p *managementPolicy) any { return p.isDefault }),
		),
		Served: kernel.Served{
			Path: "/policies/b2bManagementPolicies", Needs: b2bManagementNeeds, In: schema.BetaWorldwide, Source: "graph-identity §9.1",
			Options: []string{"$select", "$filter"}, Uncounted: true,
		},
	},
	ID: func(p *managementPolicy) *string { return &p.id },
	Derived: func(d *kernel.Directory, at kernel.Moment) ([]*managementPolicy, error) {
		p := Management.In(d)
		if p.ID == "" {
			return nil, nil
		}
		definition, err := p.definition()
		if err != nil {
			return nil, err
		}
		var isDefault any = true
		if at.Settings.OrganizationDefaultIsText {
			isDefault = "true"
		}
		return []*managementPolicy{{p.ID, definition, isDefault}}, nil
	},
}

// parseB2BManagement reads the two lists, given directly or in Graph's definition.
func parseB2BManagement(_ *kernel.SeedTenant, n *kernel.Node) (kernel.Fill, error) {
	members, err := n.Object("allowed_domains", "blocked_domains", "definition")
	if err != nil {
		return nil, err
	}
	var policy B2BManagement
	for name, m := range members {
		texts, err := m.Texts()
		if err != nil {
			return nil, err
		}
		switch name {
		case "allowed_domains":
			policy.Allowed = texts
		case "blocked_domains":
			policy.Blocked = texts
		default:
			if len(texts) != 1 || policy.define(texts[0]) != nil {
				return nil, m.Fail("must hold one JSON string")
			}
		}
	}
	if len(policy.Allowed) > 0 && len(policy.Blocked) > 0 {
		return nil, n.Fail("either domains are allowed or domains are blocked, not both")
	}
	return func(d *kernel.Directory, _ *kernel.SeedTenant, at kernel.Moment) error {
		*Management.In(d) = policy
		Management.In(d).ID = at.NewID()
		return nil
	}, nil
}
