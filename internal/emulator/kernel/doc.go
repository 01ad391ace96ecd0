// Package kernel holds the state of the emulated estate and its common machinery:
// one lock, one virtual clock, tenants, replicated objects with read lag,
// listings, recycle bins, references, change logs, the name space of proxy
// addresses, the state file, snapshots and seeds.
//
// It has no knowledge of entities. An area declares its state as parts: a [Set] of
// objects, a [Single] object or a plain [Value]; everything above follows from the
// declaration. [New] takes the list of areas.
package kernel
