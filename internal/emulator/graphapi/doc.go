// Package graphapi serves Microsoft Graph for one cloud: it routes requests to the
// rows of package operation, checks permissions, and encodes responses and errors
// like Graph. It generates the rows of entity sets in package kernel: list,
// $count, get, delta, references and recycle bins.
//
// It has no knowledge of areas; [New] takes their offers. The pipeline of the
// emulator package stores the caller in the request's context; the pipeline checks
// tokens (entra) and handles the journal, faults and throttling (wire).
package graphapi
