package tenant

import (
	"context"
	"net/http/cookiejar"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/exchange"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// connect creates the clients of a tenant. They send nothing yet: each asks for its
// token with its first request, so that a tenant without Exchange Online needs no
// permission for it.
func (t *Tenant) connect(common transport.Options, writeShare float64) error {
	var err error
	if t.Graph, err = t.connectGraph(common, writeShare); err != nil {
		return err
	}
	t.Exchange, err = t.connectExchange(common)
	return err
}

func (t *Tenant) connectGraph(o transport.Options, writeShare float64) (*graph.Client, error) {
	o.Scope = scopeOf(t.Cloud.GraphAudience)
	o.Limiter = graph.NewLimiter(o.Clock, writeShare)
	o.Cost, o.Repeats, o.RefusesToken = graph.Cost, graph.Repeats, graph.RefusesToken
	o.ServiceTime = &transport.ServiceTime{}
	return graph.New(graph.Config{
		Root: t.Cloud.Graph, TenantKey: t.Key, TenantID: t.ID, Clock: o.Clock, ServiceTime: o.ServiceTime, Transport: transport.New(o),
		SignIn: func(ctx context.Context) {
			// The first request meets the error.
			_, _ = t.token(ctx)
		},
	})
}

func (t *Tenant) connectExchange(o transport.Options) (*exchange.Client, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	hosts := exchange.Hosts{Root: t.Cloud.Exchange, Regional: t.Cloud.ExchangeDomains}
	o.Scope = scopeOf(t.Cloud.ExchangeAudience)
	o.Limiter = transport.NewLimiter(o.Clock, exchange.Quota, exchange.Quota)
	o.Repeats, o.Outages, o.RefusesToken = exchange.Repeats, exchange.Outages, exchange.RefusesToken
	o.Follow, o.Jar = hosts.Follow, jar
	o.ServiceTime = &transport.ServiceTime{}
	return exchange.New(exchange.Config{
		Hosts: hosts, TenantKey: t.Key, TenantID: t.ID, Clock: o.Clock, ServiceTime: o.ServiceTime, Transport: transport.New(o),
	})
}

// scopeOf is the scope of tokens for an audience.
func scopeOf(audience string) string { return audience + "/.default" }
