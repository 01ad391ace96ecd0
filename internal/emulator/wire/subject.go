package wire

import (
	"context"
	"net/http"
)

// Service is the part of Microsoft's cloud that a request speaks to.
type Service string

// The services that the emulator plays.
const (
	Login    Service = "login"
	Graph    Service = "graph"
	Exchange Service = "exchange"
)

// Subject is what is known about a request before anybody has checked it.
type Subject struct {
	Cloud   string
	Service Service
	// Tenant is the tenant's key in the seed; it is empty for a tenant that does not exist.
	Tenant   string
	TenantID string
	// AppID is the calling application, where the token names one.
	AppID string
	// Batch marks an item of a $batch.
	Batch bool
}

type subjectKey struct{}

// SubjectFrom returns the subject that [Identify] put in the context.
func SubjectFrom(ctx context.Context) Subject {
	s, _ := ctx.Value(subjectKey{}).(Subject)
	return s
}

// Layer adds one concern to a handler.
type Layer func(http.Handler) http.Handler

// Chain wraps a handler; the first layer is the first to see a request.
func Chain(h http.Handler, layers ...Layer) http.Handler {
	for i := len(layers) - 1; i >= 0; i-- {
		h = layers[i](h)
	}
	return h
}

// Identify finds out whom a request is about, for the layers that follow.
func Identify(resolve func(*http.Request) Subject) Layer {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			ctx := context.WithValue(r.Context(), subjectKey{}, resolve(r))
			next.ServeHTTP(w, r.WithContext(ctx))
		})
	}
}
