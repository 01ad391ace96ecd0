package transport

import (
	"net/http"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
)

// Options says whose requests a pipeline carries. Every field from Cost on
// may be left out.
type Options struct {
	// Tenant is the key of the tenant in the provider's configuration. It is
	// used in logs and errors only.
	Tenant string
	// Credential signs in to the tenant; Scope is what tokens are asked for.
	Credential azcore.TokenCredential
	Scope      string
	// UserAgent is sent with every request.
	UserAgent string
	// Limiter is shared by all pipelines of one tenant and service.
	Limiter *Limiter
	// Cost tells what a request takes from the quotas; one unit when nil.
	Cost func(*http.Request) Cost
	// Repeats tells refusals of which the service asks for a repetition, because it
	// did not act; none but 429 when nil.
	Repeats func(*StatusError) bool
	// Base sends the request; [Base] when nil.
	Base http.RoundTripper
	// Clock is the time by which retries and limits wait; the system's when nil.
	Clock Clock
	// ServiceTime receives the time that the service tells of itself; nil to drop it.
	ServiceTime *ServiceTime
}

// New returns the pipeline as a RoundTripper. Its errors are *StatusError,
// *RedirectError, *UnreachableError, *BrokenError, *UnusableError, *SignInError,
// *AmbiguousError and *DeadlineError, which wrap one of the others, or the
// context's own.
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
	if o.ServiceTime == nil {
		o.ServiceTime = &ServiceTime{}
	}
	next := Complete(o.Base)
	next = &dated{next: next, time: o.ServiceTime}
	next = &status{next: next}
	next = &authorize{next: next, credential: o.Credential, scope: o.Scope, tenant: o.Tenant}
	next = &logged{next: next, clock: o.Clock, tenant: o.Tenant}
	next = &limited{next: next, limiter: o.Limiter, cost: o.Cost}
	next = &retry{next: next, clock: o.Clock, limiter: o.Limiter, repeats: o.Repeats}
	return &identify{next: next, userAgent: o.UserAgent}
}
