package tenant

import (
	"context"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/cloud"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// Config is the provider block.
type Config struct {
	Tenants map[string]Entry
	// Defaults are the credential settings outside the tenants map.
	Defaults Credential
	// WriteShare is the part of Graph's published write quota that the run may use;
	// 0 stands for 1.
	WriteShare float64
	// UserAgent is sent with every request.
	UserAgent string
	// Base sends all requests, including those of the credentials;
	// [transport.Base] when nil.
	Base http.RoundTripper
	// LookupEnv reads the environment; os.LookupEnv when nil.
	LookupEnv func(string) (string, bool)
}

// Entry is one element of the tenants map.
type Entry struct {
	TenantID   string
	Cloud      string // empty means public
	Endpoints  Endpoints
	Credential Credential
}

// Endpoints override the endpoints of the cloud. Empty means the cloud's own.
type Endpoints struct {
	Authority, Graph, Exchange      string
	GraphAudience, ExchangeAudience string
}

// Resolve builds a registry, or reports every problem of the settings. It reads
// certificates but sends nothing: the first request to a tenant signs in to it.
func Resolve(c Config) (*Registry, []*Problem) {
	if c.LookupEnv == nil {
		c.LookupEnv = os.LookupEnv
	}
	if c.Base == nil {
		c.Base = transport.Base()
	}
	problems := ambiguousKeys(c.Tenants)
	var tenants []*Tenant
	for _, key := range slices.Sorted(maps.Keys(c.Tenants)) {
		t, problem := c.resolve(key, c.Tenants[key])
		if problem != nil {
			problems = append(problems, problem)
			continue
		}
		tenants = append(tenants, t)
	}
	if len(problems) > 0 {
		return nil, problems
	}
	return NewRegistry(tenants), nil
}

func (c Config) resolve(key string, e Entry) (*Tenant, *Problem) {
	where, overridden, problem := e.where(key)
	if problem != nil {
		return nil, problem
	}
	settings := lookup{key: key, tenant: e.Credential, provider: c.Defaults, lookupEnv: c.LookupEnv}
	clock := transport.SystemClock()
	how, problem := settings.choose()
	if problem != nil {
		return nil, problem
	}
	credential, problem := signIn{
		lookup: settings, tenantID: e.TenantID, cloud: where, ownAuthority: overridden, base: c.Base, clock: clock,
	}.credential(how)
	if problem != nil {
		return nil, problem
	}
	t := &Tenant{
		Key: key, ID: strings.ToLower(e.TenantID), Cloud: where, AzureCLI: how.kind == azureCLI,
		token: func(ctx context.Context) (string, error) {
			token, err := credential.GetToken(ctx, policy.TokenRequestOptions{Scopes: []string{scopeOf(where.GraphAudience)}})
			return token.Token, err
		},
	}
	err := t.connect(transport.Options{Tenant: key, Credential: credential, UserAgent: c.UserAgent, Base: c.Base, Clock: clock}, c.WriteShare)
	if err != nil {
		return nil, &Problem{Tenant: key, Summary: "Cannot create client", Detail: err.Error()}
	}
	return t, nil
}

// where applies the endpoints to the cloud, and reports whether the login service
// is not Microsoft's.
func (e Entry) where(key string) (cloud.Cloud, bool, *Problem) {
	name := e.Cloud
	if name == "" {
		name = cloud.Public
	}
	c, ok := cloud.Lookup(name)
	if !ok {
		return c, false, &Problem{
			Tenant: key, Setting: "cloud", Source: Source{InTenant, "cloud"}, Summary: "Unknown cloud",
			Detail: "There is no cloud " + name + ". The clouds are: " + strings.Join(cloud.Names(), ", ") + ".",
		}
	}
	override := func(own *string, given string) {
		if given != "" {
			*own = strings.TrimSuffix(given, "/")
		}
	}
	override(&c.Authority, e.Endpoints.Authority)
	override(&c.Graph, e.Endpoints.Graph)
	override(&c.Exchange, e.Endpoints.Exchange)
	if e.Endpoints.Exchange != "" {
		c.ExchangeDomains = nil
	}
	override(&c.GraphAudience, e.Endpoints.GraphAudience)
	override(&c.ExchangeAudience, e.Endpoints.ExchangeAudience)
	return c, e.Endpoints.Authority != "", nil
}

// ambiguousKeys reports tenants that cannot be told apart: two keys for one
// tenant, or two keys with the same environment variables.
func ambiguousKeys(tenants map[string]Entry) []*Problem {
	var problems []*Problem
	ids, variables := map[string]string{}, map[string]string{}
	for _, key := range slices.Sorted(maps.Keys(tenants)) {
		id := strings.ToLower(tenants[key].TenantID)
		if other, taken := ids[id]; taken {
			problems = append(problems, &Problem{
				Tenant: key, Setting: "tenant_id", Source: Source{InTenant, "tenant_id"}, Summary: "Tenant configured twice",
				Detail: "The tenants " + other + " and " + key + " have the same tenant_id " + id + ". Keep one of them.",
			})
		}
		ids[id] = key
		name := variablePart(key)
		if other, taken := variables[name]; taken {
			problems = append(problems, &Problem{
				Tenant: key, Summary: "Ambiguous tenant keys",
				Detail: "The tenants " + other + " and " + key + " would read the same environment variables MULTITENANT_" +
					name + "_…. Rename one of them.",
			})
		}
		variables[name] = key
	}
	return problems
}
