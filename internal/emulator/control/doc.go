// Package control is the emulator's control API under /_emulator. Tests use it to
// read the state and the journal, to set fault rules, to advance the clock, to
// simulate a user who redeems an invitation or enters a device code, and to get
// tokens of foreign issuers.
//
// The page at /_emulator/ shows the same in a browser; it is static files that call
// the API.
//
// It holds no state. It translates requests into calls of packages kernel, wire
// and entra; the emulator package mounts it on every listener, behind the check
// of the Host header. It requires no token, refuses requests from other sites'
// pages and is not recorded in the journal. The guide "Emulator" documents every
// route, and a test of the emulator package compares the two.
package control
