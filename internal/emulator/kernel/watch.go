package kernel

import "github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"

// Watch lets an area follow the changes of a set of another area. Seeds do not
// count as changes.
type Watch struct {
	set     AnySet
	changed func(d *Directory, before, next any, at Moment)
	awaits  func(d *Directory, v any, at Moment)
}

// Watching returns a watch of a set: changed is called after each change of an
// object; before is nil for an object that has been created or restored, next for
// one that has been deleted.
func Watching[T any](set *Set[T], changed func(d *Directory, before, next *T, at Moment)) Watch {
	return Watch{set: set, changed: func(d *Directory, before, next any, at Moment) {
		changed(d, schema.Of[T](before), schema.Of[T](next), at)
	}}
}

// Awaiting returns a watch of the reads of single objects: awaits records, with
// [Agenda.Misses], that a response about the object is stale because tasks about it
// are still to come.
func Awaiting[T any](set *Set[T], awaits func(d *Directory, v *T, at Moment)) Watch {
	return Watch{set: set, awaits: func(d *Directory, v any, at Moment) { awaits(d, schema.Of[T](v), at) }}
}

// awaited calls the watches of the reads of an object.
func (s *Set[T]) awaited(d *Directory, v *T, at Moment) {
	for _, w := range d.watches {
		if w.awaits != nil && w.set == AnySet(s) {
			w.awaits(d, v, at)
		}
	}
}

// notify calls the watches of a set.
func (s *Set[T]) notify(d *Directory, before, next *T, at Moment) {
	if at.unwatched {
		return
	}
	for _, w := range d.watches {
		if w.changed != nil && w.set == AnySet(s) {
			w.changed(d, before, next, at)
		}
	}
}
