// Package world is the state of the emulated estate and the rules that hold it
// together: tenants of several clouds, their people, contacts, groups,
// applications, synchronizations and policies, what is deleted, what has not
// replicated yet, and what one tenant's settings mean to another.
//
// It knows nothing about HTTP. Package msgraph translates Microsoft Graph
// requests into calls of this package, entra issues tokens for its
// applications, control lets a test look at it and push its clock, and the
// emulator package puts them behind TLS listeners.
//
// Facts come from the reference sheets; a comment such as "graph-identity §1.5"
// names the sheet and its section.
package world
