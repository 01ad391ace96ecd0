// Package graphapi serves Microsoft Graph for one cloud: it routes requests to the
// rows of package operation, checks permissions, and encodes answers and errors as
// Graph does. Of entity sets that package kernel keeps it makes the rows itself:
// list, $count, get, delta, references and recycle bins.
//
// It knows no area; the offers of the areas are given to [New]. The caller is put
// into the request's context by the pipeline of the emulator package, which checks
// tokens (entra) and keeps the journal, faults and throttling (wire).
package graphapi
