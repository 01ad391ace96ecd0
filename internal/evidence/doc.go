// Package evidence is a chain of records about what was written into a tenant, as lines
// of JSON. Each record has a hash of itself and that of the record before, so that an
// altered, removed or inserted line shows. Who can write the file can also write another
// chain: a head that is kept elsewhere, as in the state of Terraform, shows that, and
// lines that are missing at the end.
//
// The chain has no I/O: package guestsync writes it to a file, and [Command] verifies one.
package evidence
