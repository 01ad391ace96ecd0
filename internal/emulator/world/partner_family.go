package world

import (
	"strings"
	"time"
)

// Partner is what one tenant says about another. A setting that is null is
// inherited from the default configuration (graph-cross-tenant §1.5).
type Partner struct {
	TenantID string `json:"tenantId"`
	Settings Policy `json:"settings"`
	// Deleted is when the object went to the recycle bin.
	Deleted time.Time `json:"deletedDateTime,omitzero"`
}

// PartnerKind tells the two objects that a tenant keeps per partner apart.
type PartnerKind int

// The kinds of objects per partner; both go through a recycle bin
// (graph-cross-tenant §1.9).
const (
	PartnerSettings PartnerKind = iota
	PartnerSync
)

// partnerRetention is how long a deleted object can be restored.
const partnerRetention = 30 * 24 * time.Hour

// partnerFamily is all objects of one kind in a tenant, by partner tenant id.
type partnerFamily struct {
	store[Partner]
	deleted store[Partner]
}

func newPartnerFamily() partnerFamily {
	return partnerFamily{newPolicyStore[Partner](), newPolicyStore[Partner]()}
}

// visiblePartner finds an object as readers see it.
func visiblePartner(s *store[Partner], partnerID string, at moment) (*Partner, error) {
	if !isGUID(partnerID) {
		return nil, errPolicyValue("tenantId")
	}
	if p := s.seen(strings.ToLower(partnerID), at); p != nil {
		return p, nil
	}
	return nil, errNoPartner()
}

// changeablePartner is the truth about an object that the caller can see.
func changeablePartner(s *store[Partner], partnerID string, at moment) (*Partner, error) {
	p, err := visiblePartner(s, partnerID, at)
	if err != nil {
		return nil, err
	}
	if p = s.truth(p.TenantID); p == nil {
		return nil, errNoPartner()
	}
	return p, nil
}

// remove puts an object into the recycle bin, in place of an older one of the
// same partner.
func (f *partnerFamily) remove(p *Partner, at moment) {
	f.put(p.TenantID, nil, at)
	f.deleted.put(p.TenantID, &Partner{TenantID: p.TenantID, Settings: p.Settings, Deleted: at.now}, at)
}

// expire empties the recycle bin of what nobody can restore any more.
func (f *partnerFamily) expire(at moment) {
	for _, p := range f.deleted.truths() {
		if !p.Deleted.Add(partnerRetention).After(at.now) {
			f.deleted.put(p.TenantID, nil, at)
		}
	}
}

func (d *directory) family(kind PartnerKind) *partnerFamily {
	if kind == PartnerSync {
		return &d.syncPolicies
	}
	return &d.partners
}

// DeletedPartners serves one page of the recycle bin.
func (w *World) DeletedPartners(tenantID string, kind PartnerKind, l Listing[Partner]) (Page[Partner], error) {
	var page Page[Partner]
	err := w.read(tenantID, func(d *directory, at moment) (err error) {
		page, err = d.family(kind).deleted.page(l, at, func(*Partner) bool { return true })
		return err
	})
	return page, err
}

// DeletedPartner finds an object in the recycle bin.
func (w *World) DeletedPartner(tenantID string, kind PartnerKind, partnerID string) (*Partner, error) {
	var found *Partner
	err := w.read(tenantID, func(d *directory, at moment) (err error) {
		found, err = visiblePartner(&d.family(kind).deleted, partnerID, at)
		return err
	})
	return found, err
}

// RestorePartner takes an object out of the recycle bin. Another one that has
// been made since is in the way.
func (w *World) RestorePartner(tenantID string, kind PartnerKind, partnerID string) (*Partner, error) {
	var restored *Partner
	err := w.write(tenantID, func(d *directory, at moment) error {
		f := d.family(kind)
		gone, err := changeablePartner(&f.deleted, partnerID, at)
		switch {
		case err != nil:
			return err
		case f.truth(gone.TenantID) != nil:
			return errPartnerExists(w.settings.DuplicatePartnerIsBadRequest)
		case kind == PartnerSync && d.partners.truth(gone.TenantID) == nil:
			return errNoPartner()
		}
		restored = &Partner{TenantID: gone.TenantID, Settings: gone.Settings}
		f.deleted.put(gone.TenantID, nil, at)
		f.put(gone.TenantID, restored, at)
		return nil
	})
	return restored, err
}

// PurgePartner removes an object from the recycle bin for good.
func (w *World) PurgePartner(tenantID string, kind PartnerKind, partnerID string) error {
	return w.write(tenantID, func(d *directory, at moment) error {
		bin := &d.family(kind).deleted
		gone, err := changeablePartner(bin, partnerID, at)
		if err != nil {
			return err
		}
		bin.put(gone.TenantID, nil, at)
		return nil
	})
}
