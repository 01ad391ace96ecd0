package graph

import (
	"context"
	"errors"
	"fmt"

	"github.com/microsoftgraph/msgraph-sdk-go/models"
	"github.com/microsoftgraph/msgraph-sdk-go/policies"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

var (
	opDefaultAccess       = operation{"GET /policies/crossTenantAccessPolicy/default", readAccess}
	opUpdateDefaultAccess = operation{"PATCH /policies/crossTenantAccessPolicy/default", writeAccess}
	opResetDefaultAccess  = operation{"POST /policies/crossTenantAccessPolicy/default/resetToSystemDefault", writeAccess}
)

// AccessDefaults are the settings for every tenant without a partner
// configuration.
type AccessDefaults struct {
	AccessSettings
	// ServiceDefault is true until the settings are changed for the first time.
	// The service reports that with a delay (graph-cross-tenant §1.4).
	ServiceDefault bool
}

// DefaultAccess reads the settings for every tenant without a partner
// configuration, once.
//
// GET /policies/crossTenantAccessPolicy/default.
func (c *Client) DefaultAccess(ctx context.Context) (AccessSettings, error) {
	return remembered(ctx, c, &c.facts.defaultAccess, theTenant, func(ctx context.Context) (AccessSettings, error) {
		d, err := c.ReadDefaultAccess(ctx)
		return d.AccessSettings, err
	})
}

// ReadDefaultAccess reads the current DefaultAccess.
//
// GET /policies/crossTenantAccessPolicy/default.
func (c *Client) ReadDefaultAccess(ctx context.Context) (AccessDefaults, error) {
	m, err := c.defaultAccess().Get(ctx, nil)
	if err != nil {
		return AccessDefaults{}, c.failed(opDefaultAccess, err)
	}
	d := AccessDefaults{AccessSettings: accessSettings(m), ServiceDefault: yes(m.GetIsServiceDefault())}
	if order := m.GetInvitationRedemptionIdentityProviderConfiguration(); order != nil {
		d.RedemptionOrder = &RedemptionOrder{}
		for _, p := range order.GetPrimaryIdentityProviderPrecedenceOrder() {
			d.RedemptionOrder.Primary = append(d.RedemptionOrder.Primary, p.String())
		}
		if fallback := order.GetFallbackIdentityProvider(); fallback != nil {
			d.RedemptionOrder.Fallback = fallback.String()
		}
	}
	return d, nil
}

// UpdateDefaultAccess writes the blocks of the change and returns the settings as
// soon as the change can be read.
//
// PATCH /policies/crossTenantAccessPolicy/default.
func (c *Client) UpdateDefaultAccess(ctx context.Context, change AccessChange) (AccessDefaults, error) {
	body := models.NewCrossTenantAccessPolicyConfigurationDefault()
	change.write(body)
	if order := change.Settings.RedemptionOrder; order != nil {
		m, err := order.model()
		if err != nil {
			return AccessDefaults{}, c.failed(opUpdateDefaultAccess, err)
		}
		body.SetInvitationRedemptionIdentityProviderConfiguration(m)
	}
	if _, err := c.defaultAccess().Patch(ctx, body, nil); err != nil {
		c.facts.defaultAccess.Forget(theTenant)
		return AccessDefaults{}, c.failed(opUpdateDefaultAccess, err)
	}
	return c.awaitDefaultAccess(ctx, opUpdateDefaultAccess, func(d AccessDefaults) bool { return change.SeenIn(d.AccessSettings) })
}

// ResetDefaultAccess resets every block to its value in a new tenant, and returns
// when that can be read.
//
// POST /policies/crossTenantAccessPolicy/default/resetToSystemDefault.
func (c *Client) ResetDefaultAccess(ctx context.Context) error {
	if err := c.defaultAccess().ResetToSystemDefault().Post(ctx, nil); err != nil {
		c.facts.defaultAccess.Forget(theTenant)
		return c.failed(opResetDefaultAccess, err)
	}
	_, err := c.awaitDefaultAccess(ctx, opResetDefaultAccess, func(d AccessDefaults) bool { return d.ServiceDefault })
	return err
}

func (c *Client) awaitDefaultAccess(ctx context.Context, op operation, seen func(AccessDefaults) bool) (AccessDefaults, error) {
	var found AccessDefaults
	err := transport.Poll(ctx, c.clock, "the change of the default access", func(ctx context.Context) (done bool, saw string, err error) {
		found, err = c.ReadDefaultAccess(ctx)
		return err == nil && seen(found), "the settings as they were before the change", err
	})
	settle(&c.facts.defaultAccess, theTenant, found.AccessSettings, err)
	return found, c.named(op, err)
}

func (c *Client) defaultAccess() *policies.CrossTenantAccessPolicyDefaultRequestBuilder {
	return c.accessPolicy().DefaultEscaped()
}

func (o RedemptionOrder) model() (models.DefaultInvitationRedemptionIdentityProviderConfigurationable, error) {
	m := models.NewDefaultInvitationRedemptionIdentityProviderConfiguration()
	order := make([]models.B2bIdentityProvidersType, 0, len(o.Primary))
	for _, name := range o.Primary {
		provider, err := identityProvider(name)
		if err != nil {
			return nil, err
		}
		order = append(order, *provider)
	}
	fallback, err := identityProvider(o.Fallback)
	if err != nil {
		return nil, err
	}
	m.SetPrimaryIdentityProviderPrecedenceOrder(order)
	m.SetFallbackIdentityProvider(fallback)
	return m, nil
}

func identityProvider(name string) (*models.B2bIdentityProvidersType, error) {
	parsed, err := models.ParseB2bIdentityProvidersType(name)
	if err != nil {
		return nil, fmt.Errorf("identity provider %q: %w", name, err)
	}
	provider, ok := parsed.(*models.B2bIdentityProvidersType)
	if !ok {
		return nil, fmt.Errorf("identity provider %q: %w", name, errUnknownName)
	}
	return provider, nil
}

var errUnknownName = errors.New("no such name in Graph")
