package world

import (
	"encoding/json"
	"errors"
	"regexp"
)

// Seed is an estate to start with; see the emulator section of the design for
// its members. It can be loaded any number of times.
type Seed struct {
	source  *source
	tenants []*seedTenant
}

// seedTenant is one tenant of a seed, checked as far as it can be alone.
type seedTenant struct {
	Tenant
	at           map[string]*node
	node         *node
	users        []seedUser
	contacts     []seedObject[Contact]
	groups       []seedObject[Group]
	applications []seedObject[Application]
	roles        []seedRole
	policies     seedPolicies
	// synchronizations out of this tenant.
	synchronizations []seedObject[seedSync]
}

// seedObject is an object with its place in the text.
type seedObject[T any] struct {
	node  *node
	value T
}

// seedRole says who holds a directory role, by id or UPN.
type seedRole struct {
	node     *node
	template string
	members  []string
}

// ParseSeed reads a seed strictly: unknown members are refused. The error is a
// *SeedError with line and path. The name is that of the file.
func ParseSeed(name string, data []byte) (Seed, error) {
	s := Seed{source: &source{name, data}}
	root := &node{source: s.source, raw: data}
	if !json.Valid(data) {
		return Seed{}, syntaxError(s.source)
	}
	members, err := root.object("$schema", "tenants")
	if err != nil {
		return Seed{}, err
	}
	tenants, ok := members["tenants"]
	if !ok {
		return Seed{}, root.fail("the member \"tenants\" is missing")
	}
	list, err := tenants.list()
	if err != nil {
		return Seed{}, err
	}
	for _, n := range list {
		t, err := parseTenant(n)
		if err != nil {
			return Seed{}, err
		}
		s.tenants = append(s.tenants, t)
	}
	return s, nil
}

func syntaxError(s *source) error {
	var v any
	err := json.Unmarshal(s.data, &v)
	line := lineAt(s.data, len(s.data))
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		line = lineAt(s.data, int(syntax.Offset))
	}
	return &SeedError{Name: s.name, Line: line, Reason: "is not valid JSON: " + err.Error()}
}

var tenantMembers = []string{
	"key", "tenant_id", "cloud", "display_name", "initial_domain", "country_letter_code", "entra_id_p1", "domains", "users", "contacts",
	"groups", "applications", "role_assignments", "authorization_policy", "cross_tenant_access_policy",
	"conditional_access_policies", "named_locations", "b2b_management_policy", "cross_tenant_synchronizations",
}

var (
	tenantKey = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]*$`)
	dnsName   = regexp.MustCompile(`^([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,}$`)
)

func parseTenant(n *node) (*seedTenant, error) {
	at, err := n.object(tenantMembers...)
	if err != nil {
		return nil, err
	}
	t := &seedTenant{node: n, at: at}
	steps := []func() error{
		t.parseIdentity, t.parseDomains, t.parseUsers, t.parseContacts, t.parseGroups, t.parseApplications, t.parseRoles, t.parsePolicies,
		t.parseSynchronizations,
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// parseIdentity reads who the tenant is. Only key and id are required.
func (t *seedTenant) parseIdentity() (err error) {
	for _, required := range []string{"key", "tenant_id"} {
		if t.at[required] == nil {
			return t.node.fail("the member %q is missing", required)
		}
	}
	if t.Key, err = t.at["key"].text(); err != nil {
		return err
	}
	if !tenantKey.MatchString(t.Key) {
		return t.at["key"].fail("%q is not a tenant key: letters, digits, - and _, starting with a letter", t.Key)
	}
	if t.ID, err = t.at["tenant_id"].guid(); err != nil {
		return err
	}
	t.Cloud, t.DisplayName, t.CountryCode = CloudPublic, t.Key, "US"
	if err := t.optional("cloud", &t.Cloud); err != nil {
		return err
	}
	facts, ok := clouds[t.Cloud]
	if !ok {
		return t.at["cloud"].fail("%q is not a cloud; known are public, usgovernment, usgovernment_dod, china", t.Cloud)
	}
	t.InitialDomain = t.Key + facts.suffix
	if err := t.optional("display_name", &t.DisplayName); err != nil {
		return err
	}
	if err := t.optional("country_letter_code", &t.CountryCode); err != nil {
		return err
	}
	if n := t.at["entra_id_p1"]; n != nil {
		licensed, err := n.boolean()
		if err != nil {
			return err
		}
		t.WithoutP1 = !licensed
	}
	return t.optional("initial_domain", &t.InitialDomain)
}

func (t *seedTenant) optional(name string, field *string) (err error) {
	if n := t.at[name]; n != nil {
		*field, err = n.text()
	}
	return err
}

// elements lists the elements of an optional member.
func (t *seedTenant) elements(name string) ([]*node, error) {
	if n := t.at[name]; n != nil {
		return n.list()
	}
	return nil, nil
}
