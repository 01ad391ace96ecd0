// Package graph calls Microsoft Graph by use cases: invite a guest, read a user,
// change a profile.
//
// It is the only package that imports msgraph-sdk-go and kiota. Their models stay
// inside: methods take and return plain structs, and errors are *service.Error,
// which matches service.ErrNotFound and its siblings. Package transport
// authorizes, limits, retries and logs the requests; package tenant owns one
// Client per tenant.
//
// Invitations, the organization and the authorization policy use the SDK's typed
// builders. Everything else is sent through the SDK's adapter and converted to
// JSON structs: null, absent and value stay apart, and a page of users takes a
// twentieth of the memory (DESIGN.md).
package graph
