// Package control is the emulator's own API under /_emulator: a test reads the
// state and the journal there, sets fault rules, pushes the clock, plays the
// person who redeems an invitation, and gets tokens of foreign issuers.
//
// It holds no state. It translates requests into calls of packages world, wire
// and entra; the emulator package mounts it on every listener. It needs no token
// and is not journaled (design §7).
package control
