package tenant

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/cloud"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/exchange"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
)

// Tenant is one entry of the provider's tenants map, with its API clients.
type Tenant struct {
	// Key identifies the tenant in configurations.
	Key string
	// ID is the tenant id, a GUID in lower case.
	ID string
	// Cloud is the tenant's cloud, with the endpoints that the configuration overrides.
	Cloud cloud.Cloud
	Graph *graph.Client
	// Exchange is the client of Exchange Online, which a tenant may be without.
	Exchange *exchange.Client
	// AzureCLI is set when the tenant signs in with the Azure CLI. The token is
	// then a user's, with delegated permissions and a mail address.
	AzureCLI bool

	// token is that of the tenant's requests to Graph; nil where there is none.
	token func(context.Context) (string, error)
}

// Now is the time of the tenant's Graph, whose clock dates its objects, or of this
// machine until Graph has answered.
func (t *Tenant) Now() time.Time {
	if now, told := t.Graph.ServiceTime(); told {
		return now
	}
	return time.Now()
}

// Registry holds the tenants of one provider instance.
type Registry struct {
	byKey map[string]*Tenant
	byID  map[string]*Tenant
}

// NewRegistry returns a registry of the given tenants, whose keys and ids differ.
func NewRegistry(tenants []*Tenant) *Registry {
	r := &Registry{byKey: map[string]*Tenant{}, byID: map[string]*Tenant{}}
	for _, t := range tenants {
		r.byKey[t.Key] = t
		r.byID[t.ID] = t
	}
	return r
}

// Keys returns the keys of all tenants, sorted.
func (r *Registry) Keys() []string { return slices.Sorted(maps.Keys(r.byKey)) }

// All returns all tenants in the order of their keys.
func (r *Registry) All() []*Tenant {
	all := make([]*Tenant, 0, len(r.byKey))
	for _, key := range r.Keys() {
		all = append(all, r.byKey[key])
	}
	return all
}

// Get returns the tenant with the given key. An empty key selects the only tenant
// of a provider that has one.
func (r *Registry) Get(key string) (*Tenant, error) {
	if key == "" {
		if len(r.byKey) != 1 {
			return nil, fmt.Errorf("the provider has %d tenants, so tenant must name one of them: %s",
				len(r.byKey), strings.Join(r.Keys(), ", "))
		}
		for _, t := range r.byKey {
			return t, nil
		}
	}
	if t, ok := r.byKey[key]; ok {
		return t, nil
	}
	return nil, fmt.Errorf("the provider has no tenant %q; its tenants are: %s", key, strings.Join(r.Keys(), ", "))
}

// ByID returns the tenant with the given id, under any key.
func (r *Registry) ByID(id string) (*Tenant, error) {
	if t, ok := r.byID[strings.ToLower(id)]; ok {
		return t, nil
	}
	return nil, fmt.Errorf("no entry of the provider's tenants has the tenant_id %s; its tenants are: %s",
		id, strings.Join(r.Keys(), ", "))
}

// Find returns the tenant with the given key or id.
func (r *Registry) Find(keyOrID string) (*Tenant, error) {
	if t, ok := r.byKey[keyOrID]; ok {
		return t, nil
	}
	if t, ok := r.byID[strings.ToLower(keyOrID)]; ok {
		return t, nil
	}
	return nil, fmt.Errorf("%q is neither the key nor the tenant_id of one of the provider's tenants, which are: %s",
		keyOrID, strings.Join(r.Keys(), ", "))
}
