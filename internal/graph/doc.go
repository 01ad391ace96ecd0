// Package graph calls Microsoft Graph by use cases: invite a guest, read a user,
// change a profile.
//
// It is the only package that imports msgraph-sdk-go and kiota. Their models stay
// inside: methods take and return plain structs, and errors are *service.Error,
// which matches service.ErrNotFound and its siblings. Package transport
// authorizes, limits, retries and logs the requests; package tenant owns one
// Client per tenant.
//
// Objects that exist a few times per tenant (invitations, the organization,
// policies) use the SDK's typed builders. Objects that scale with the number of
// users are sent through the SDK's adapter and decoded into slim structs, at a
// twentieth of the memory (DESIGN.md).
package graph
