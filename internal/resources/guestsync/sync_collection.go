package guestsync

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/resources/guestsync/reconcile"
)

// collection are the users of a tenant, each once, in few bytes: the pages that they
// come from are not kept.
type collection[T any] struct {
	users   []T
	gone    []reconcile.ID
	places  map[reconcile.ID]int
	ids     []reconcile.ID
	convert func(*graph.TrackedUser) (value T, kept bool, err error)
	// relevant selects the users to keep; nil keeps all.
	relevant func(*T) bool
}

// newCollection collects users of the home tenant. External ones belong to other
// tenants, and are not in scope.
func newCollection(s settings, readable bool) *collection[reconcile.Person] {
	sources := s.Sources()
	return &collection[reconcile.Person]{
		places: map[reconcile.ID]int{},
		convert: func(u *graph.TrackedUser) (reconcile.Person, bool, error) {
			p, err := s.person(sources, u, readable)
			return p, u.Removed == nil && !u.External(), err
		},
	}
}

// newExternals collects users of the resource tenant.
func newExternals(s settings, listed bool, relevant func(*reconcile.External) bool) *collection[reconcile.External] {
	return &collection[reconcile.External]{
		places: map[reconcile.ID]int{}, relevant: relevant,
		convert: func(u *graph.TrackedUser) (reconcile.External, bool, error) {
			x, err := s.external(u, listed)
			return x, u.Removed == nil, err
		},
	}
}

// add adds a page. A delta query can report a user several times: the last report
// counts (graph-identity §3).
func (c *collection[T]) add(page []graph.TrackedUser) error {
	for i := range page {
		value, kept, err := c.convert(&page[i])
		if err != nil {
			return err
		}
		id, err := reconcile.ParseID(page[i].ID)
		if err != nil {
			return err
		}
		at, known := c.places[id]
		switch {
		case kept && c.relevant != nil && !c.relevant(&value):
		case known && kept:
			c.users[at] = value
		case kept:
			c.places[id] = len(c.users)
			c.users, c.ids = append(c.users, value), append(c.ids, id)
		default:
			c.remove(id)
			c.gone = append(c.gone, id)
		}
	}
	return nil
}

// remove removes a user that an earlier page had: the last user takes the place.
func (c *collection[T]) remove(id reconcile.ID) {
	at, known := c.places[id]
	if !known {
		return
	}
	last := len(c.users) - 1
	c.users[at], c.ids[at] = c.users[last], c.ids[last]
	c.places[c.ids[at]] = at
	c.users, c.ids = c.users[:last], c.ids[:last]
	delete(c.places, id)
}
