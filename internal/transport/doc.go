// Package transport is the ordered HTTP pipeline that Microsoft Graph and
// Exchange Online share. Each concern is one stage in one file. A request
// passes through them in this order:
//
//	identify   user agent and correlation id, one for all tries of a request
//	retry      safe requests are repeated; failures of others are marked ambiguous
//	limit      the tenant's quota, and the pause requested by a 429
//	log        method, path, status and duration, never headers or bodies
//	authorize  the bearer token
//	status     an answer above 299 becomes an error
//	dated      the service's clock, from the Date header of its responses
//	follow     redirects that the service's client allows; usually none
//	cookies    the service's cookies, where its client keeps them
//	complete   a time limit for the try, which includes reading the whole response
//
// Packages graph and exchange build a client on it; package tenant supplies
// the credential and the limits. Resources do not use it.
package transport
