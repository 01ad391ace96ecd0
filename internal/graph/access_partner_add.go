package graph

import (
	"context"
	"errors"
	"time"

	"github.com/microsoftgraph/msgraph-sdk-go/models"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// settling is how long a deleted partner stands in the way of a new one
// (graph-cross-tenant §1.11).
const settling = 30 * time.Second

// AddPartner makes an entry about another tenant, or continues one that says
// nothing beyond the settings, and reports whether it did. AwaitPartner tells when
// the entry can be read. An entry that was deleted a moment ago still holds the
// place and even answers, so it is waited for; one that stays and says more is
// service.ErrConflict. Synchronization of a new entry is left to SetIdentitySync.
//
// POST /policies/crossTenantAccessPolicy/partners.
// PATCH /policies/crossTenantAccessPolicy/partners/{id}.
func (c *Client) AddPartner(ctx context.Context, tenantID string, want PartnerSettings) (continued bool, err error) {
	var conflictSince time.Time
	lost := false
	err = c.addPartner(ctx, tenantID, want.Change, func(ctx context.Context, err error) (bool, error) {
		if errors.Is(err, service.ErrAmbiguous) {
			// Asking again is safe: if this one came into being, it conflicts.
			lost = true
			return false, nil
		}
		if conflictSince.IsZero() {
			conflictSince = c.clock.Now()
		}
		there, answers := c.answering(ctx, tenantID)
		settled := c.clock.Now().Sub(conflictSince) >= settling
		switch {
		case !answers:
			return false, nil
		case lost && want.Change.SeenIn(there.AccessSettings):
			return true, nil
		case want.Covers(there):
			continued, err = c.continuePartner(ctx, there, want, settled)
			return continued, err
		case settled:
			return false, err
		}
		return false, nil
	})
	return continued, err
}

// answering returns the entry about another tenant, if it can be read.
func (c *Client) answering(ctx context.Context, tenantID string) (Partner, bool) {
	p, err := c.Partner(ctx, tenantID)
	return p, err == nil
}

// continuePartner writes what an entry lacks, and reports whether the entry is
// there to stay. Where it lacks nothing, the settings are written once more: a
// read cannot tell such an entry from one that was deleted and still answers, and
// the latter refuses a write. Where nothing is to be written, one that has settled
// stays.
func (c *Client) continuePartner(ctx context.Context, there Partner, want PartnerSettings, settled bool) (bool, error) {
	rest := want.missing(there)
	if rest.empty() {
		rest = want
	}
	if rest.empty() {
		return settled, nil
	}
	err := c.UpdatePartner(ctx, there.TenantID, rest.Change)
	if err == nil && rest.Sync != nil {
		_, err = c.SetIdentitySync(ctx, there, *rest.Sync)
	}
	if errors.Is(err, service.ErrNotFound) {
		return false, nil
	}
	return true, err
}

// AdoptPartner changes the entry about another tenant, or makes it if there is
// none, and reports whether there was one.
//
// POST /policies/crossTenantAccessPolicy/partners.
// PATCH /policies/crossTenantAccessPolicy/partners/{id}.
func (c *Client) AdoptPartner(ctx context.Context, tenantID string, change AccessChange) (adopted bool, err error) {
	err = c.addPartner(ctx, tenantID, change, func(ctx context.Context, err error) (bool, error) {
		if !errors.Is(err, service.ErrConflict) {
			return false, nil
		}
		err = c.UpdatePartner(ctx, tenantID, change)
		if errors.Is(err, service.ErrNotFound) {
			// It was deleted, and is only not gone yet.
			return false, nil
		}
		adopted = err == nil
		return adopted, err
	})
	return adopted, err
}

// addPartner asks for an entry until it is made. What to do about a conflict or
// a lost answer is up to resolve, which reports whether that is done.
func (c *Client) addPartner(ctx context.Context, tenantID string, change AccessChange, resolve func(context.Context, error) (bool, error)) error {
	defer c.facts.partners.Forget(partnerKey(tenantID))
	err := transport.Poll(ctx, c.clock, "the deleted partner "+tenantID+" to disappear", func(ctx context.Context) (bool, string, error) {
		err := c.postPartner(ctx, tenantID, change)
		if err == nil || !errors.Is(err, service.ErrConflict) && !errors.Is(err, service.ErrAmbiguous) {
			return true, "", err
		}
		done, failure := resolve(ctx, err)
		return done, err.Error(), failure
	})
	if err != nil {
		return c.named(opAddPartner, err)
	}
	c.markFresh(partnerKey(tenantID))
	return nil
}

func (c *Client) postPartner(ctx context.Context, tenantID string, change AccessChange) error {
	body := models.NewCrossTenantAccessPolicyConfigurationPartner()
	body.SetTenantId(&tenantID)
	change.write(body)
	_, err := c.accessPolicy().Partners().Post(ctx, body, nil)
	return c.failed(opAddPartner, err)
}
