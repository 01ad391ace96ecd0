// Package opath parses and evaluates the filters of Exchange's cmdlets, such as
// "RecipientTypeDetails -eq 'GuestMailUser'" (exchange §9.3). It has no state.
package opath
