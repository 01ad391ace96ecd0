package graph

import (
	"context"
	"errors"

	"github.com/microsoftgraph/msgraph-sdk-go/models"
	"github.com/microsoftgraph/msgraph-sdk-go/policies"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/topology"
)

var (
	opAuthorizationPolicy = operation{"GET /policies/authorizationPolicy", []string{"Policy.Read.All", "Policy.ReadWrite.Authorization"}}
	opAccessPolicy        = operation{"GET /policies/crossTenantAccessPolicy", []string{"Policy.Read.All", "Policy.ReadWrite.CrossTenantAccess"}}
	opDefaultAccess       = operation{"GET /policies/crossTenantAccessPolicy/default", opAccessPolicy.permissions}
	opPartnerAccess       = operation{"GET /policies/crossTenantAccessPolicy/partners/{id}", opAccessPolicy.permissions}
)

// AllowInvitesFrom reads who may invite guests: "none", "adminsAndGuestInviters",
// "adminsGuestInvitersAndAllMembers" or "everyone". It is read once.
//
// GET /policies/authorizationPolicy.
func (c *Client) AllowInvitesFrom(ctx context.Context) (string, error) {
	return remembered(ctx, &c.facts, "allowInvitesFrom", func(ctx context.Context) (string, error) {
		policy, err := policies.NewAuthorizationPolicyRequestBuilderInternal(c.baseURL(), c.adapter).Get(ctx, nil)
		if err != nil {
			return "", c.failed(opAuthorizationPolicy, err)
		}
		if from := policy.GetAllowInvitesFrom(); from != nil {
			return from.String(), nil
		}
		return "", nil
	})
}

// AccessSettings is a tenant's cross-tenant access, for everybody (the default)
// or towards one partner. A nil block of a partner means that the default's
// counts (graph-cross-tenant §1.5).
type AccessSettings struct {
	B2BInbound, B2BOutbound *topology.B2BSetting
}

// CloudEndpoints lists the other clouds that the tenant works with, by the
// names of their login services. It is read once.
//
// GET /policies/crossTenantAccessPolicy.
func (c *Client) CloudEndpoints(ctx context.Context) ([]string, error) {
	return remembered(ctx, &c.facts, "cloud endpoints", func(ctx context.Context) ([]string, error) {
		policy, err := c.accessPolicy().Get(ctx, nil)
		if err != nil {
			return nil, c.failed(opAccessPolicy, err)
		}
		return policy.GetAllowedCloudEndpoints(), nil
	})
}

// DefaultAccess reads the settings for everybody who is no partner, once.
//
// GET /policies/crossTenantAccessPolicy/default.
func (c *Client) DefaultAccess(ctx context.Context) (AccessSettings, error) {
	return remembered(ctx, &c.facts, "default access", func(ctx context.Context) (AccessSettings, error) {
		m, err := c.accessPolicy().DefaultEscaped().Get(ctx, nil)
		if err != nil {
			return AccessSettings{}, c.failed(opDefaultAccess, err)
		}
		return AccessSettings{
			B2BInbound: b2bSetting(m.GetB2bCollaborationInbound()), B2BOutbound: b2bSetting(m.GetB2bCollaborationOutbound()),
		}, nil
	})
}

// PartnerAccess reads the settings towards one tenant, once; nil when the
// tenant is no partner.
//
// GET /policies/crossTenantAccessPolicy/partners/{id}.
func (c *Client) PartnerAccess(ctx context.Context, tenantID string) (*AccessSettings, error) {
	return remembered(ctx, &c.facts, "partner "+tenantID, func(ctx context.Context) (*AccessSettings, error) {
		m, err := c.accessPolicy().Partners().ByCrossTenantAccessPolicyConfigurationPartnerTenantId(tenantID).Get(ctx, nil)
		err = c.failed(opPartnerAccess, err)
		if errors.Is(err, ErrNotFound) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		return &AccessSettings{
			B2BInbound: b2bSetting(m.GetB2bCollaborationInbound()), B2BOutbound: b2bSetting(m.GetB2bCollaborationOutbound()),
		}, nil
	})
}

func (c *Client) accessPolicy() *policies.CrossTenantAccessPolicyRequestBuilder {
	return policies.NewCrossTenantAccessPolicyRequestBuilderInternal(c.baseURL(), c.adapter)
}

func b2bSetting(m models.CrossTenantAccessPolicyB2BSettingable) *topology.B2BSetting {
	if m == nil {
		return nil
	}
	return &topology.B2BSetting{UsersAndGroups: targets(m.GetUsersAndGroups()), Applications: targets(m.GetApplications())}
}

func targets(m models.CrossTenantAccessPolicyTargetConfigurationable) *topology.Targets {
	if m == nil {
		return nil
	}
	s := &topology.Targets{}
	if access := m.GetAccessType(); access != nil {
		s.Access = topology.AccessType(access.String())
	}
	for _, t := range m.GetTargets() {
		target := topology.Target{ID: text(t.GetTarget())}
		if kind := t.GetTargetType(); kind != nil {
			target.Type = kind.String()
		}
		s.Targets = append(s.Targets, target)
	}
	return s
}
