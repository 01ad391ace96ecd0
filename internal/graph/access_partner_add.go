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

// verdict is what a look says about the entry that refuses a new one.
type verdict int

const (
	// unclear leaves open whether there is an entry.
	unclear verdict = iota
	// absent is no entry: a deleted one holds the place.
	absent
	// resolved is an entry that says what a new one was to say.
	resolved
)

// AddPartner makes an entry about another tenant, or continues one that says
// nothing beyond the settings, and reports whether it did. AwaitPartner tells when
// the entry can be read. An entry that was deleted a moment ago still holds the
// place and even answers, so it is waited for; one that stays and says more is
// service.ErrConflict. A deleted entry that does not answer and keeps holding the place is
// restored with the settings, or DeletedPartnerError. Synchronization of a new entry
// is left to SetIdentitySync.
//
// POST /policies/crossTenantAccessPolicy/partners.
// PATCH /policies/crossTenantAccessPolicy/partners/{id}.
// POST /beta/policies/deletedItems/crossTenantPartners/{id}/restore.
func (c *Client) AddPartner(ctx context.Context, tenantID string, want PartnerSettings) (continued bool, err error) {
	lost := false
	err = c.addPartner(ctx, tenantID, want.Change, want.Covers, func(ctx context.Context, err error, settled bool) (verdict, error) {
		if errors.Is(err, service.ErrAmbiguous) {
			// Asking again is safe: if this one came into being, it conflicts.
			lost = true
			return unclear, nil
		}
		there, answers, otherwise := c.answering(ctx, tenantID)
		switch {
		case !answers:
			return otherwise, nil
		case lost && want.Change.SeenIn(there.AccessSettings):
			return resolved, nil
		case want.Covers(there):
			if continued, err = c.continuePartner(ctx, there, want, settled); continued {
				return resolved, err
			}
			return unclear, err
		case settled:
			return unclear, err
		}
		return unclear, nil
	})
	return continued, err
}

// answering returns the entry about another tenant, if it can be read, and what the
// look says otherwise.
func (c *Client) answering(ctx context.Context, tenantID string) (there Partner, answers bool, otherwise verdict) {
	p, err := c.Partner(ctx, tenantID)
	if errors.Is(err, service.ErrNotFound) {
		return p, false, absent
	}
	return p, err == nil, unclear
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
// none, and reports whether there was one. A deleted entry is none; see AddPartner.
//
// POST /policies/crossTenantAccessPolicy/partners.
// PATCH /policies/crossTenantAccessPolicy/partners/{id}.
// POST /beta/policies/deletedItems/crossTenantPartners/{id}/restore.
func (c *Client) AdoptPartner(ctx context.Context, tenantID string, change AccessChange) (adopted bool, err error) {
	fits := func(Partner) bool { return true }
	err = c.addPartner(ctx, tenantID, change, fits, func(ctx context.Context, err error, _ bool) (verdict, error) {
		if !errors.Is(err, service.ErrConflict) {
			return unclear, nil
		}
		err = c.UpdatePartner(ctx, tenantID, change)
		if errors.Is(err, service.ErrNotFound) {
			// It was deleted, and is perhaps only not gone yet.
			return absent, nil
		}
		adopted = err == nil
		return resolved, err
	})
	return adopted, err
}

// addPartner asks for an entry until it is made. What to do about a conflict or
// a lost answer is up to resolve, which is told whether the conflict has settled. A
// deleted entry is restored when no entry was there twice in a row; what it says
// besides the change has to fit.
func (c *Client) addPartner(
	ctx context.Context, tenantID string, change AccessChange, fits func(Partner) bool, resolve func(context.Context, error, bool) (verdict, error),
) error {
	defer c.facts.partners.Forget(partnerKey(tenantID))
	var conflictSince time.Time
	absences := 0
	err := transport.Poll(ctx, c.clock, "the deleted partner "+tenantID+" to disappear", func(ctx context.Context) (bool, string, error) {
		err := c.postPartner(ctx, tenantID, change)
		conflicts := errors.Is(err, service.ErrConflict)
		if err == nil || !conflicts && !errors.Is(err, service.ErrAmbiguous) {
			return true, "", err
		}
		if conflicts && conflictSince.IsZero() {
			conflictSince = c.clock.Now()
		}
		settled := conflicts && c.clock.Now().Sub(conflictSince) >= settling
		found, failure := resolve(ctx, err, settled)
		if absences++; found != absent {
			absences = 0
		}
		if failure != nil || absences < 2 {
			return found == resolved, err.Error(), failure
		}
		restored, is, failure := c.restoreDeleted(ctx, tenantID, change, settled)
		if is && !fits(restored) {
			failure = err
		}
		return is, err.Error(), failure
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
