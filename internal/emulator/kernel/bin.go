package kernel

import (
	"slices"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// Month is the default retention time of deleted objects (graph-identity §2.6,
// graph-cross-tenant §1.9).
const Month = 30 * 24 * time.Hour

// Bin is a recycle bin: deleted objects stay in it until they are restored,
// purged, or expire after a month. A deleted object replaces an earlier one with
// the same id.
type Bin[T any] struct {
	// Name is the member of snapshots.
	Name string
	// State is the member of the state file; if empty, deleted objects are stored
	// with the others.
	State string
	// Deleted is the deletion time of an object.
	Deleted func(*T) *time.Time
	// Allow checks whether a caller may delete, restore or purge an object; nil
	// allows every caller with the permission.
	Allow func(d *Directory, v *T, by Actor) error
	// Leave changes an object on its way into the bin, or rejects the deletion.
	Leave func(d *Directory, v *T, at Moment) error
	// Return changes an object on restore, or rejects the restore.
	Return func(d *Directory, v *T, how map[string]any, at Moment) error
}

// expiring is a deleted object and its expiry time.
type expiring struct {
	id  string
	due time.Time
}

// allow checks whether a caller may delete, restore or purge an object.
func (s *Set[T]) allow(d *Directory, v *T, by Actor, at Moment) error {
	if err := s.guard(d, v, by, at); err != nil || s.Bin == nil || s.Bin.Allow == nil {
		return err
	}
	return s.Bin.Allow(d, v, by)
}

func (s *Set[T]) guard(d *Directory, v *T, by Actor, at Moment) error {
	if s.Guard == nil {
		return nil
	}
	return s.Guard(d, v, by, at)
}

// Delete moves an object to the recycle bin, or deletes it permanently if the set
// has none.
func (s *Set[T]) Delete(w *World, tenantID, key string, by Actor) error {
	return w.Write(tenantID, func(d *Directory, at Moment) error {
		v, err := s.ForChange(d, key, at)
		if err != nil {
			return err
		}
		if err := s.allow(d, v, by, at); err != nil {
			return err
		}
		if s.Bin != nil {
			return s.discard(d, v, at)
		}
		if s.Ends != nil {
			if err := s.Ends(d, v, at); err != nil {
				return err
			}
		}
		s.Remove(d, *s.ID(v), at)
		return nil
	})
}

// Discard moves an object to the recycle bin within an operation, on behalf of a
// service.
func (s *Set[T]) Discard(d *Directory, id string, at Moment) error {
	v := s.Truth(d, id)
	if v == nil {
		return s.missing(id)
	}
	return s.discard(d, v, at)
}

func (s *Set[T]) discard(d *Directory, v *T, at Moment) error {
	next, id := s.Clone(v), *s.ID(v)
	if s.Bin.Leave != nil {
		if err := s.Bin.Leave(d, next, at); err != nil {
			return err
		}
	}
	*s.Bin.Deleted(next) = at.Now
	in := s.in(d)
	from := in.live.records[id].origin()
	s.note(d, id, nil, at)
	in.live.put(id, nil, at)
	in.bin.adopt(id, next, from, at)
	in.expiring = append(in.expiring, expiring{id, at.Now.Add(Month)})
	s.notify(d, Deleted, v, nil, at)
	return nil
}

func (r *record[T]) origin() origin { return origin{r.seq, r.born} }

// DeletedByID finds an object in the recycle bin as visible to reads.
func (s *Set[T]) deleted(d *Directory, id string, at Moment) (*T, error) {
	if v := s.in(d).bin.seen(s.Normal(id), at); v != nil {
		return v, nil
	}
	return nil, s.missing(id)
}

// deletedForChange returns the truth of a deleted object that is visible to reads.
func (s *Set[T]) deletedForChange(d *Directory, id string, by Actor, at Moment) (*T, error) {
	seen, err := s.deleted(d, id, at)
	if err != nil {
		return nil, err
	}
	v := s.in(d).bin.truth(*s.ID(seen))
	if v == nil {
		return nil, s.missing(id)
	}
	return v, s.allow(d, v, by, at)
}

// Deleted returns one page of the recycle bin.
func (s *Set[T]) Deleted(w *World, tenantID string, l Listing) (Page[*T], error) {
	var page Page[*T]
	err := w.Write(tenantID, func(d *Directory, at Moment) (err error) {
		page, err = s.in(d).bin.page(l, at, nil)
		return err
	})
	return page, err
}

// GetDeleted finds an object in the recycle bin.
func (s *Set[T]) GetDeleted(w *World, tenantID, id string) (*T, error) {
	var found *T
	err := w.Write(tenantID, func(d *Directory, at Moment) (err error) {
		found, err = s.deleted(d, id, at)
		return err
	})
	return found, err
}

// DeletedObject is GetDeleted independent of the type.
func (s *Set[T]) DeletedObject(w *World, tenantID, id string) (any, error) {
	return untyped(s.GetDeleted(w, tenantID, id))
}

// DeletedObjects is Deleted independent of the type.
func (s *Set[T]) DeletedObjects(w *World, tenantID string, l Listing) (Page[any], error) {
	page, err := s.Deleted(w, tenantID, l)
	return Any(page), err
}

// Restore restores an object from the recycle bin, with the options of the
// request.
func (s *Set[T]) Restore(w *World, tenantID, id string, how map[string]any, by Actor) (*T, error) {
	var restored *T
	err := w.Write(tenantID, func(d *Directory, at Moment) error {
		v, err := s.deletedForChange(d, id, by, at)
		if err != nil {
			return err
		}
		restored, err = s.revive(d, v, how, at)
		return err
	})
	return restored, err
}

// Revive restores an object from the recycle bin within an operation, on behalf of
// a service.
func (s *Set[T]) Revive(d *Directory, id string, at Moment) (*T, error) {
	v := s.in(d).bin.truth(id)
	if v == nil {
		return nil, s.missing(id)
	}
	return s.revive(d, v, nil, at)
}

func (s *Set[T]) revive(d *Directory, v *T, how map[string]any, at Moment) (*T, error) {
	next, id := s.Clone(v), *s.ID(v)
	*s.Bin.Deleted(next) = time.Time{}
	if err := s.claimUnique(d, next); err != nil {
		return nil, err
	}
	if s.Bin.Return != nil {
		if err := s.Bin.Return(d, next, how, at); err != nil {
			return nil, err
		}
	} else if len(how) > 0 {
		return nil, refusal.NotModeled("the options of a restore")
	}
	in := s.in(d)
	from := in.bin.records[id].origin()
	in.bin.put(id, nil, at)
	in.live.adopt(id, next, from, at)
	s.note(d, id, nil, at)
	s.unexpire(d, id)
	s.notify(d, Restored, nil, next, at)
	return next, nil
}

// RestoreObject is Restore independent of the type.
func (s *Set[T]) RestoreObject(w *World, tenantID, id string, how map[string]any, by Actor) (any, error) {
	return untyped(s.Restore(w, tenantID, id, how, by))
}

// Purge deletes an object in the recycle bin permanently.
func (s *Set[T]) Purge(w *World, tenantID, id string, by Actor) error {
	return w.Write(tenantID, func(d *Directory, at Moment) error {
		v, err := s.deletedForChange(d, id, by, at)
		if err != nil {
			return err
		}
		s.end(d, *s.ID(v), at)
		s.unexpire(d, *s.ID(v))
		return nil
	})
}

func (s *Set[T]) end(d *Directory, id string, at Moment) {
	s.note(d, id, nil, at)
	v := s.in(d).bin.truth(id)
	s.in(d).bin.put(id, nil, at)
	s.notify(d, Purged, v, nil, at)
}

func (s *Set[T]) unexpire(d *Directory, id string) {
	in := s.in(d)
	in.expiring = slices.DeleteFunc(in.expiring, func(x expiring) bool { return x.id == id })
}

// expire removes deleted objects whose time has expired. An object that replaced
// another one with the same id has its own expiry time.
func (s *Set[T]) expire(d *Directory, at Moment) {
	in := s.in(d)
	for len(in.expiring) > 0 && !in.expiring[0].due.After(at.Now) {
		id := in.expiring[0].id
		if v := in.bin.truth(id); v != nil && !s.Bin.Deleted(v).Add(Month).After(at.Now) {
			s.end(d, id, at)
		}
		in.expiring = in.expiring[1:]
	}
	if s.Until != nil {
		s.lapse(d, at)
	}
}

// lapse removes the objects whose time is over, for every reader at once.
func (s *Set[T]) lapse(d *Directory, at Moment) {
	live := s.in(d).live
	for len(live.order) > 0 {
		r := live.order[0]
		if v := r.truth(); v == nil || s.Until(d, v).After(at.Now) {
			return
		}
		live.put(r.id, nil, at.Later(0))
	}
}
