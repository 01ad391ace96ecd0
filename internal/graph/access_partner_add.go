package graph

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// settling is how long a deleted partner configuration may block a new one
// (graph-cross-tenant §1.11).
const settling = 30 * time.Second

// verdict is the result of reading the partner configuration that conflicts with
// a new one.
type verdict int

const (
	// unclear means that its existence is unknown.
	unclear verdict = iota
	// absent means that none can be read: a deleted one causes the conflict.
	absent
	// resolved means that it already has the requested settings.
	resolved
)

// AddPartner creates a partner configuration, or continues an existing one
// without other settings, and reports whether it continued one. AwaitPartner
// waits until it can be read. A configuration that was deleted a moment ago still
// conflicts and can even be read, so AddPartner waits for its removal; one that
// remains and has other settings is service.ErrConflict. A deleted configuration
// that cannot be read and keeps conflicting is restored with the settings, or is
// a DeletedPartnerError. SetIdentitySync writes the synchronization policy of a
// new configuration.
//
// POST /policies/crossTenantAccessPolicy/partners.
// PATCH /policies/crossTenantAccessPolicy/partners/{id}.
// POST /beta/policies/deletedItems/crossTenantPartners/{id}/restore.
func (c *Client) AddPartner(ctx context.Context, tenantID string, want PartnerSettings) (continued bool, err error) {
	lost := false
	err = c.addPartner(ctx, tenantID, want.Change, want.Covers, func(ctx context.Context, err error, settled bool) (verdict, error) {
		if errors.Is(err, service.ErrAmbiguous) {
			// A repeated POST is safe: if this one succeeded, the next one
			// conflicts.
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

// answering returns the partner configuration if it can be read, and otherwise
// the verdict.
func (c *Client) answering(ctx context.Context, tenantID string) (there Partner, answers bool, otherwise verdict) {
	p, err := c.Partner(ctx, tenantID)
	if errors.Is(err, service.ErrNotFound) {
		return p, false, absent
	}
	if err == nil {
		p, err = c.WithGroupSync(ctx, p)
	}
	return p, err == nil, unclear
}

// continuePartner writes the missing settings, and reports whether the
// configuration is there to stay. When none are missing, the settings are written
// once more: a read cannot distinguish such a configuration from a deleted one
// that can still be read, but a deleted one refuses a write. With nothing to
// write, a settled configuration stays.
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

// AdoptPartner changes a partner configuration, or creates it when there is none,
// and reports whether there was one. A deleted one does not count; see
// AddPartner.
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
			// It was deleted, and its removal may still be in progress.
			return absent, nil
		}
		adopted = err == nil
		return resolved, err
	})
	return adopted, err
}

// addPartner repeats the POST until the partner configuration is created. Resolve
// handles a conflict or a lost answer; its argument says whether the conflict has
// settled. A deleted configuration is restored after two consecutive reads
// without a result; its settings beyond the change must be compatible.
func (c *Client) addPartner(
	ctx context.Context, tenantID string, change AccessChange, fits func(Partner) bool, resolve func(context.Context, error, bool) (verdict, error),
) error {
	defer c.forgetPartner(tenantID)
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
	body := change.body(partnerWires)
	body["tenantId"] = tenantID
	return c.send(ctx, call{op: opAddPartner, method: http.MethodPost, path: partnersPath, body: body}, nil)
}
