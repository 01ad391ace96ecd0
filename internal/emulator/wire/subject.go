package wire

import (
	"context"
	"net/http"
)

// Service is the service of Microsoft's cloud that a request is for.
type Service string

// The emulated services.
const (
	Login    Service = "login"
	Graph    Service = "graph"
	Exchange Service = "exchange"
)

// Subject holds the properties of a request that are known before authentication.
type Subject struct {
	Cloud   string
	Service Service
	// Tenant is the tenant's key in the seed; empty for a tenant that does not
	// exist.
	Tenant   string
	TenantID string
	// AppID is the calling application, if the token names one.
	AppID string
	// Batch marks an item of a $batch.
	Batch bool
	// Cmdlet is the cmdlet of a request to Exchange Online.
	Cmdlet string
}

type subjectKey struct{}

// SubjectFrom returns the subject set by [Identify].
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

// Identify determines the subject of a request for the layers that follow.
func Identify(resolve func(*http.Request) Subject) Layer {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			ctx := context.WithValue(r.Context(), subjectKey{}, resolve(r))
			next.ServeHTTP(w, r.WithContext(ctx))
		})
	}
}
