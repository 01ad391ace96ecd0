// Package control is the emulator's own API under /_emulator: a test reads the
// state and the journal there, sets fault rules, pushes the clock, plays the user who
// redeems an invitation or types in a device code, and gets tokens of foreign issuers.
//
// It holds no state. It translates requests into calls of packages kernel, wire
// and entra; the emulator package mounts it on every listener, behind its check of the
// Host header. It needs no token, refuses pages of other sites and is not journaled.
// The guide "Emulator" documents every route, and a test of the emulator
// package holds it to that.
package control
