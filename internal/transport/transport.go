package transport

import (
	"net/http"
	"net/url"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
)

// Options configure the pipeline of one tenant. Cost and the fields after it are
// optional.
type Options struct {
	// Tenant is the key of the tenant in the provider's configuration. It is
	// used in logs and errors only.
	Tenant string
	// Credential signs in to the tenant; Scope is the scope of the tokens.
	Credential azcore.TokenCredential
	Scope      string
	// UserAgent is sent with every request.
	UserAgent string
	// Limiter is shared by all pipelines of one tenant and service.
	Limiter *Limiter
	// Cost returns the quota units of a request; one unit when nil.
	Cost func(*http.Request) Cost
	// Repeats reports refusals that the service asks to repeat because it did not
	// act; only 429 when nil.
	Repeats func(*StatusError) bool
	// Outages reports refusals that say as little about the request as a status of
	// 500 or above: a read is repeated, and a write is ambiguous. None when nil.
	Outages func(*StatusError) bool
	// RefusesToken reports refusals of a token that is expired or revoked; none when
	// nil.
	RefusesToken func(*StatusError) bool
	// Follow returns the address that a redirected request, with its token, is sent
	// to, or nil to refuse the redirect; none is followed when Follow is nil.
	Follow func(from, location *url.URL) *url.URL
	// Jar keeps the cookies of the service; none are kept when nil.
	Jar http.CookieJar
	// Base sends the request; [Base] when nil.
	Base http.RoundTripper
	// Clock is used by retries and limits; the system's when nil.
	Clock Clock
	// ServiceTime receives the service's time; may be nil.
	ServiceTime *ServiceTime
}

// New returns the pipeline as a RoundTripper. Its errors are *StatusError,
// *RedirectError, *UnreachableError, *BrokenError, *UnusableError, *SignInError,
// *QuotaError, *AmbiguousError and *DeadlineError, which wrap one of the others, or
// the context's own.
func New(o Options) http.RoundTripper {
	if o.Base == nil {
		o.Base = Base()
	}
	if o.Clock == nil {
		o.Clock = SystemClock()
	}
	if o.Cost == nil {
		o.Cost = func(*http.Request) Cost { return Cost{Units: 1} }
	}
	if o.Repeats == nil {
		o.Repeats = func(*StatusError) bool { return false }
	}
	if o.Outages == nil {
		o.Outages = func(*StatusError) bool { return false }
	}
	if o.RefusesToken == nil {
		o.RefusesToken = func(*StatusError) bool { return false }
	}
	if o.ServiceTime == nil {
		o.ServiceTime = &ServiceTime{}
	}
	next := Complete(o.Base)
	if o.Jar != nil {
		next = &cookies{next: next, jar: o.Jar}
	}
	if o.Follow != nil {
		next = &follow{next: next, target: o.Follow}
	}
	next = &dated{next: next, time: o.ServiceTime}
	next = &status{next: next}
	next = &authorize{next: next, clock: o.Clock, credential: o.Credential, scope: o.Scope, tenant: o.Tenant, refuses: o.RefusesToken}
	next = &logged{next: next, clock: o.Clock, tenant: o.Tenant}
	next = &limited{next: next, limiter: o.Limiter, cost: o.Cost}
	next = &retry{next: next, clock: o.Clock, limiter: o.Limiter, cost: o.Cost, repeats: o.Repeats, outages: o.Outages}
	return &identify{next: next, userAgent: o.UserAgent}
}
