package kernel

import "github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"

// Watch lets an area follow the changes of a part of another area. Seeds do not
// count as changes.
type Watch struct {
	part     Part
	recorded func(d *Directory, deed Deed, before, next any, at Moment)
	awaits   func(d *Directory, v any, at Moment)
}

// Deed is the kind of a change.
type Deed int

// The kinds of changes. An object in the recycle bin is deleted, one that leaves it
// restored or purged.
const (
	Created Deed = iota
	Changed
	Deleted
	Restored
	Purged
)

// Watching returns a watch of a set: changed is called after each change of an
// object; before is nil for an object that has been created or restored, next for
// one that has been deleted.
func Watching[T any](set *Set[T], changed func(d *Directory, before, next *T, at Moment)) Watch {
	return Recording(set, func(d *Directory, deed Deed, before, next *T, at Moment) {
		if deed != Purged {
			changed(d, before, next, at)
		}
	})
}

// Recording is Watching with the kinds of changes, for a set or a single object. Of
// a purged object, before is its last version.
func Recording[T any](part Part, recorded func(d *Directory, deed Deed, before, next *T, at Moment)) Watch {
	return Watch{part: part, recorded: func(d *Directory, deed Deed, before, next any, at Moment) {
		recorded(d, deed, schema.Of[T](before), schema.Of[T](next), at)
	}}
}

// Awaiting returns a watch of the reads of single objects: awaits records, with
// [Agenda.Misses], that a response about the object is stale because tasks about it
// are still to come.
func Awaiting[T any](set *Set[T], awaits func(d *Directory, v *T, at Moment)) Watch {
	return Watch{part: set, awaits: func(d *Directory, v any, at Moment) { awaits(d, schema.Of[T](v), at) }}
}

// awaited calls the watches of the reads of an object.
func (s *Set[T]) awaited(d *Directory, v *T, at Moment) {
	for _, w := range d.watches {
		if w.awaits != nil && w.part == Part(s) {
			w.awaits(d, v, at)
		}
	}
}

// notify calls the watches of a set.
func (s *Set[T]) notify(d *Directory, deed Deed, before, next *T, at Moment) {
	d.tell(s, deed, before, next, at)
}

// tell calls the watches of a part.
func (d *Directory) tell(part Part, deed Deed, before, next any, at Moment) {
	if at.unwatched {
		return
	}
	for _, w := range d.watches {
		if w.recorded != nil && w.part == part {
			w.recorded(d, deed, before, next, at)
		}
	}
}
