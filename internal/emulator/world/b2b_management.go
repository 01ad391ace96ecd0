package world

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// B2BManagement is the B2B management policy of a tenant, of which invitations
// obey the domain lists: either may be filled, never both (graph-identity §9.1).
// Without an id the tenant has no policy, and every domain is allowed.
type B2BManagement struct {
	ID      string   `json:"id,omitempty"`
	Allowed []string `json:"allowedDomains,omitempty"`
	Blocked []string `json:"blockedDomains,omitempty"`
	// Definition is the policy's JSON as a seed gave it, with whatever else it
	// holds; empty when the seed has only lists.
	Definition string `json:"definition,omitempty"`
}

func (p B2BManagement) permits(domain string) bool {
	same := func(d string) bool { return strings.EqualFold(d, domain) }
	if len(p.Allowed) > 0 {
		return slices.ContainsFunc(p.Allowed, same)
	}
	return !slices.ContainsFunc(p.Blocked, same)
}

// b2bDefinition is the JSON inside the policy. Live tenants have the long key;
// the one of the documentation's sample is understood as well.
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

// define reads the lists out of a definition.
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

// definition is the one string that Graph serves.
func (p B2BManagement) definition() (string, error) {
	if p.Definition != "" {
		return p.Definition, nil
	}
	var d b2bDefinition
	d.Policy.Live = &domainLists{Allowed: list(p.Allowed), Blocked: list(p.Blocked)}
	text, err := json.Marshal(d)
	if err != nil {
		return "", fmt.Errorf("writing the definition of a B2B management policy: %w", err)
	}
	return string(text), nil
}

// B2BManagementPolicies lists the policy of a tenant, if it has one.
func (w *World) B2BManagementPolicies(tenantID string) ([]Policy, error) {
	var policies []Policy
	err := w.read(tenantID, func(d *directory, at moment) error {
		if d.b2bManagement.ID == "" {
			return nil
		}
		definition, err := d.b2bManagement.definition()
		if err != nil {
			return err
		}
		var isDefault any = true
		if at.settings.OrganizationDefaultIsText {
			isDefault = "true"
		}
		policies = []Policy{{
			"id": d.b2bManagement.ID, "displayName": "B2BManagementPolicy", "description": nil, "deletedDateTime": nil,
			"definition": []string{definition}, "isOrganizationDefault": isDefault,
		}}
		return nil
	})
	return policies, err
}
