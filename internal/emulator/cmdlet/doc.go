// Package cmdlet serves Exchange Online's admin endpoint InvokeCommand: routing,
// access, parameters, envelopes, pages and errors, generic over the rows that
// areas declare. It knows no area.
package cmdlet
