// Package exchange is the client of Exchange Online's admin endpoint, in the words
// of its objects: mail users, mail contacts, recipients, and what is left of
// sharing between organizations. A method calls one cmdlet, or waits until a change
// can be read; it takes and returns plain structs.
//
// It stands beside package graph, which it does not know: both return the errors of
// package service and send through package transport. Package tenant creates one
// client for each tenant; resources use it. Facts about the endpoint are those of
// the sheet reference/exchange.md.
package exchange
