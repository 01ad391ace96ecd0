package graph

import (
	"cmp"
	"encoding/json"
	"maps"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// Partner is a tenant's partner configuration for one other tenant.
type Partner struct {
	// TenantID is the id of the other tenant, in lower case.
	TenantID string
	rules.AccessSettings
	// InOrganization means that both tenants are in the same multitenant
	// organization.
	InOrganization bool
	// SaysMore means that the configuration has a value that no field above holds.
	SaysMore bool
}

// partnerJSON is what Graph's partner configuration has besides its blocks.
type partnerJSON struct {
	TenantID                    string    `json:"tenantId"`
	IsServiceProvider           bool      `json:"isServiceProvider"`
	IsInMultiTenantOrganization bool      `json:"isInMultiTenantOrganization"`
	IdentitySynchronization     *syncJSON `json:"identitySynchronization"`
}

// UnmarshalJSON reads an answer of Graph.
func (p *Partner) UnmarshalJSON(data []byte) error {
	var rest partnerJSON
	settings, err := decodeSettings(data, partnerWires)
	if err = cmp.Or(err, json.Unmarshal(data, &rest)); err != nil {
		return err
	}
	settings.IsServiceProvider = rest.IsServiceProvider
	settings.IdentitySync = rest.IdentitySynchronization.policy()
	*p = Partner{
		TenantID: strings.ToLower(rest.TenantID), AccessSettings: settings,
		InOrganization: rest.IsInMultiTenantOrganization,
	}
	p.SaysMore, err = p.lacks(data, rest)
	return err
}

// lacks reports whether the answer that a partner was read from says more than the
// partner does.
func (p *Partner) lacks(data []byte, rest partnerJSON) (bool, error) {
	var answer, held, blocks map[string]any
	err := cmp.Or(
		json.Unmarshal(data, &answer),
		again(rest, &held),
		again(AccessChange{Settings: p.AccessSettings}.whole().body(partnerWires), &blocks),
	)
	maps.Copy(held, blocks)
	return saysMore(answer, held), err
}

// again is a value as it would be read from its JSON.
func again(value any, into *map[string]any) error {
	data, err := json.Marshal(value)
	return cmp.Or(err, json.Unmarshal(data, into))
}
