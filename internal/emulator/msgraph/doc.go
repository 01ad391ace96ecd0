// Package msgraph is Microsoft Graph over package world, for one cloud: it
// routes, checks permissions, reads bodies and query options, and encodes
// answers and errors as Graph does. The rules themselves live in world; the
// query language in package odata.
//
// The caller is put into the request's context by the pipeline of the emulator
// package, which checks tokens (entra) and keeps the journal, faults and
// throttling (wire).
package msgraph
