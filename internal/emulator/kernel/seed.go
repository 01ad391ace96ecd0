package kernel

import (
	"bytes"
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// SeededAt is the default creation time of seeded objects: long before any client
// request.
var SeededAt = time.Date(2024, 1, 15, 8, 0, 0, 0, time.UTC)

// Seed is an initial estate; docs/guides/emulator.md describes its members. It
// can be loaded any number of times.
type Seed struct{ tenants []*SeedTenant }

// SeedTenant is one tenant of a seed, validated independently of the others.
type SeedTenant struct {
	Tenant
	// At are the members of the tenant in the text, Node is the tenant itself.
	At   map[string]*Node
	Node *Node

	fills []Fill
}

// Member defines how one member of a tenant in a seed is parsed.
type Member struct {
	Name string
	// Parse validates the text and returns a function that fills a tenant, nil for
	// none. It is called only for members that are present.
	Parse func(t *SeedTenant, n *Node) (Fill, error)
}

// Fill adds the content of a seed to an empty tenant, visible to every reader
// immediately.
type Fill func(d *Directory, t *SeedTenant, at Moment) error

// ParseSeed parses a seed strictly: unknown members are rejected. The error is a
// *SeedError with line and path. The name is the file name.
func ParseSeed(areas []Area, name string, data []byte) (Seed, error) {
	var s Seed
	root := &Node{source: &source{name, data, texts{}}, raw: bytes.TrimSpace(data)}
	if !json.Valid(data) {
		return Seed{}, syntaxError(root.source)
	}
	members, err := root.Object("$schema", "tenants")
	if err != nil {
		return Seed{}, err
	}
	tenants, ok := members["tenants"]
	if !ok {
		return Seed{}, root.Fail("the member \"tenants\" is missing")
	}
	list, err := tenants.List()
	if err != nil {
		return Seed{}, err
	}
	known := seedMembers(areas)
	for _, n := range list {
		t, err := parseTenant(n, known)
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

// seedMembers lists the members that the areas parse, in the order of filling a
// tenant.
func seedMembers(areas []Area) []Member {
	var members []Member
	for _, a := range areas {
		for _, p := range a.Parts {
			if m, ok := p.seed(); ok {
				members = append(members, m)
			}
		}
		members = append(members, a.Seeds...)
	}
	return members
}

var identityMembers = []string{
	"key", "tenant_id", "cloud", "display_name", "initial_domain", "country_letter_code", "entra_id_p1", "entra_id_governance",
	"tenant_type", "domains",
}

var tenantKey = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]*$`)

func parseTenant(n *Node, members []Member) (*SeedTenant, error) {
	names := slices.Clone(identityMembers)
	for _, m := range members {
		names = append(names, m.Name)
	}
	at, err := n.Object(names...)
	if err != nil {
		return nil, err
	}
	t := &SeedTenant{Node: n, At: at}
	if err := t.parseIdentity(); err != nil {
		return nil, err
	}
	if err := t.parseDomains(); err != nil {
		return nil, err
	}
	for _, m := range members {
		if at[m.Name] == nil {
			continue
		}
		fill, err := m.Parse(t, at[m.Name])
		if err != nil {
			return nil, err
		}
		if fill != nil {
			t.fills = append(t.fills, fill)
		}
	}
	return t, nil
}

// parseIdentity parses the identity of the tenant. Only key and id are required.
func (t *SeedTenant) parseIdentity() (err error) {
	for _, required := range []string{"key", "tenant_id"} {
		if t.At[required] == nil {
			return t.Node.Fail("the member %q is missing", required)
		}
	}
	if t.Key, err = t.At["key"].Text(); err != nil {
		return err
	}
	if !tenantKey.MatchString(t.Key) {
		return t.At["key"].Fail("%q is not a tenant key: letters, digits, - and _, starting with a letter", t.Key)
	}
	if t.ID, err = t.At["tenant_id"].GUID(); err != nil {
		return err
	}
	t.Cloud, t.DisplayName, t.CountryCode = schema.CloudPublic, t.Key, "US"
	if err := t.optional("cloud", &t.Cloud); err != nil {
		return err
	}
	facts, ok := schema.CloudOf(t.Cloud)
	if !ok {
		return t.At["cloud"].Fail("%q is not a cloud; known are public, usgovernment, usgovernment_dod, china", t.Cloud)
	}
	t.InitialDomain = t.Key + facts.Suffix
	if err := t.optional("display_name", &t.DisplayName); err != nil {
		return err
	}
	if err := t.optional("country_letter_code", &t.CountryCode); err != nil {
		return err
	}
	for name, without := range map[string]*bool{"entra_id_p1": &t.WithoutP1, "entra_id_governance": &t.WithoutGovernance} {
		if n := t.At[name]; n != nil {
			licensed, err := n.Boolean()
			if err != nil {
				return err
			}
			*without = !licensed
		}
	}
	if err := t.At["tenant_type"].OneOf(TenantTypes, &t.Type); err != nil {
		return err
	}
	return t.optional("initial_domain", &t.InitialDomain)
}

func (t *SeedTenant) optional(name string, field *string) (err error) {
	if n := t.At[name]; n != nil {
		*field, err = n.Text()
	}
	return err
}
