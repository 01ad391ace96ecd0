// Package transport is the ordered HTTP pipeline that Microsoft Graph and
// Exchange Online share. Each concern is one stage in one file; a request
// passes them from the outside in:
//
//	identify   user agent and correlation id, one for all tries of a request
//	retry      what may be repeated is repeated; what may not is marked ambiguous
//	limit      the tenant's quota, and the pause that a 429 asks for
//	log        method, path, status and duration, never headers or bodies
//	authorize  the bearer token
//	status     an answer above 299 becomes an error; no redirect is followed
//	dated      the service's own time, as its answers tell it
//	complete   a time limit for the try, in which the answer is read to its end
//
// Packages graph and exchange build a client on it; package tenant supplies
// the credential and the limits. Resources never see it.
package transport
