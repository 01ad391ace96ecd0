package graph

import (
	"cmp"
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// The published quotas of one application in one small tenant: the size of the
// tenant is not known in advance, and larger tenants have higher quotas
// (graph-identity §5).
var (
	UnitQuota  = transport.Quota{Units: 3500, Period: 10 * time.Second}
	WriteQuota = transport.Quota{Units: 3000, Period: 150 * time.Second}
)

// NewLimiter returns the limiter of a tenant, for a run that may use a part of the
// write quota; 0 stands for all of it.
func NewLimiter(clock transport.Clock, writeShare float64) *transport.Limiter {
	return transport.NewLimiter(clock, UnitQuota, WriteQuota.Share(cmp.Or(writeShare, 1)))
}

// Cost returns the resource units of a request (graph-identity §5).
func Cost(req *http.Request) transport.Cost {
	if batched, ok := req.Context().Value(batchedKey{}).(transport.Cost); ok {
		return batched
	}
	query := req.URL.Query()
	path := strings.TrimSuffix(strings.ToLower(req.URL.Path), "/")
	units := 1
	if req.Method == http.MethodGet && strings.HasSuffix(path, "/users") {
		units = 2
	}
	if query.Has("$select") {
		units--
	}
	if query.Has("$expand") {
		units++
	}
	if top, err := strconv.Atoi(query.Get("$top")); err == nil && top < 20 {
		units--
	}
	cost := transport.Cost{Units: max(units, 1)}
	if req.Method != http.MethodGet {
		cost.Writes = 1
	}
	return cost
}

type batchedKey struct{}

// withBatched records the cost of a batch: each of its requests is charged
// separately.
func withBatched(ctx context.Context, cost transport.Cost) context.Context {
	return context.WithValue(ctx, batchedKey{}, cost)
}
