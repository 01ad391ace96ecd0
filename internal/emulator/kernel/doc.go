// Package kernel holds the state of the emulated estate and what all of it has in
// common: one lock, one virtual clock, tenants, replicated objects that readers
// see late, listings, recycle bins, references, change logs, the name space of
// proxy addresses, the state file, snapshots and seeds.
//
// It knows no entity. An area declares what it keeps as parts: a [Set] of
// objects, a [Single] object or a plain [Value]; everything above follows from
// the declaration. The list of areas is given to [New].
package kernel
