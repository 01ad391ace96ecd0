// Package graph is Microsoft Graph in the words of the people who use this
// provider: invite a guest, read a person, change a profile.
//
// It is the only package that imports msgraph-sdk-go and kiota. Their models
// stop here; methods take and return plain structs, errors are *service.Error and
// match service.ErrNotFound and its siblings. Requests travel through package transport,
// which authorizes, limits, repeats and logs them; package tenant owns one
// Client per tenant.
//
// Objects that exist a few times (invitations, the organization, policies) use
// the SDK's typed builders. Objects that grow with people are sent through the
// SDK's adapter and decoded into slim structs, which costs a twentieth of the
// memory (DESIGN.md).
package graph
