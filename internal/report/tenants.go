package report

import (
	"cmp"
	"encoding/json"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// tenant is a tenant of the file, by key, by id or both.
type tenant struct {
	key, id, cloud, name string
	domains              []string
}

// label names the tenant. A partner outside of the file has only an id.
func (t *tenant) label() string {
	if t.key != "" {
		return t.key
	}
	return "tenant " + t.id
}

// registry holds the tenants in the order in which they were found.
type registry struct {
	all   []*tenant
	byKey map[string]*tenant
	byID  map[string]*tenant
}

func newRegistry() *registry {
	return &registry{byKey: map[string]*tenant{}, byID: map[string]*tenant{}}
}

// find returns the tenant with an id or, if the id is not known, with a key. Several
// instances of the provider may use a key for different tenants, so the id decides.
// It is nil without either.
func (r *registry) find(key, id string) *tenant {
	id = strings.ToLower(id)
	if t := r.byID[id]; t != nil && id != "" {
		r.name(t, key)
		return t
	}
	if t := r.byKey[key]; t != nil && key != "" && (id == "" || t.id == "") {
		if id != "" {
			t.id, r.byID[id] = id, t
		}
		return t
	}
	if key == "" && id == "" {
		return nil
	}
	t := &tenant{id: id}
	r.all = append(r.all, t)
	if id != "" {
		r.byID[id] = t
	}
	r.name(t, key)
	return t
}

// name gives a tenant its first key. Another tenant with the same key gets its id
// as well, so that the two can be told apart.
func (r *registry) name(t *tenant, key string) {
	if key == "" {
		return
	}
	if other := r.byKey[key]; other != nil {
		if other != t && t.key == "" {
			t.key = key + " (" + t.id + ")"
		}
		return
	}
	r.byKey[key] = t
	if t.key == "" {
		t.key = key
	}
}

// ofDomain returns the tenant with a verified domain, nil if there is none.
func (r *registry) ofDomain(address string) *tenant {
	_, domain, _ := strings.Cut(address, "@")
	for _, t := range r.all {
		for _, own := range t.domains {
			if domain != "" && strings.EqualFold(own, domain) {
				return t
			}
		}
	}
	return nil
}

// readProviders takes the tenants of provider blocks with literal values. Secrets
// are next to them, so only these two members are decoded.
func (r *registry) readProviders(c *configuration) {
	if c == nil {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(c.ProviderConfig)) {
		block := c.ProviderConfig[name]
		if block.Name != providerName && path.Base(block.FullName) != providerName {
			continue
		}
		var tenants struct {
			Constant map[string]struct {
				TenantID string `json:"tenant_id"`
				Cloud    string `json:"cloud"`
			} `json:"constant_value"`
		}
		if raw := block.Expressions["tenants"]; raw == nil || json.Unmarshal(raw, &tenants) != nil {
			continue
		}
		for _, key := range slices.Sorted(maps.Keys(tenants.Constant)) {
			if t := r.find(key, tenants.Constant[key].TenantID); t != nil && t.cloud == "" {
				t.cloud = cmp.Or(tenants.Constant[key].Cloud, cloudPublic)
			}
		}
	}
}

// cloudPublic is the cloud of a provider block without one.
const cloudPublic = "public"

type cloudRow struct{ name, title string }

// clouds are in the order in which they are drawn.
var clouds = []cloudRow{
	{cloudPublic, "Public cloud"},
	{"usgovernment", "US Government"},
	{"usgovernment_dod", "US Government DoD"},
	{"china", "China"},
	{"", "Cloud not in the file"},
}

// cloudOf is the row of a tenant's cloud, and the last row for another name.
func cloudOf(t *tenant) cloudRow {
	for _, c := range clouds {
		if c.name == t.cloud {
			return c
		}
	}
	return clouds[len(clouds)-1]
}

// border reports whether a border between clouds is between two tenants, and
// whether the file shows both clouds.
func border(a, b *tenant) (apart, sure bool) {
	one, other := cloudOf(a).name, cloudOf(b).name
	return !rules.SameCloud(one, other), one != "" && other != ""
}
