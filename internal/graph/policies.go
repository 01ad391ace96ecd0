package graph

import (
	"context"
	"errors"

	"github.com/microsoftgraph/msgraph-sdk-go/models"
	"github.com/microsoftgraph/msgraph-sdk-go/policies"
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
	B2BInbound, B2BOutbound *B2BSetting
}

// B2BSetting says who may use what. A nil half was never set.
type B2BSetting struct {
	UsersAndGroups, Applications *TargetSetting
}

// TargetSetting allows or blocks its targets.
type TargetSetting struct {
	AccessType string // "allowed" or "blocked"
	Targets    []Target
}

// Target is a user, a group or an application by id, or one of Graph's
// keywords such as "AllUsers".
type Target struct{ ID, Type string }

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

func b2bSetting(m models.CrossTenantAccessPolicyB2BSettingable) *B2BSetting {
	if m == nil {
		return nil
	}
	return &B2BSetting{UsersAndGroups: targetSetting(m.GetUsersAndGroups()), Applications: targetSetting(m.GetApplications())}
}

func targetSetting(m models.CrossTenantAccessPolicyTargetConfigurationable) *TargetSetting {
	if m == nil {
		return nil
	}
	s := &TargetSetting{}
	if access := m.GetAccessType(); access != nil {
		s.AccessType = access.String()
	}
	for _, t := range m.GetTargets() {
		target := Target{ID: text(t.GetTarget())}
		if kind := t.GetTargetType(); kind != nil {
			target.Type = kind.String()
		}
		s.Targets = append(s.Targets, target)
	}
	return s
}
