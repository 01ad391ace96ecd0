// Package reconcile decides what a guest sync does. It compares the users of a home
// tenant, the external users of a resource tenant and the ledger of what the sync
// wrote before, and returns steps. It has no I/O: package guestsync reads the facts
// and carries out the steps.
package reconcile
