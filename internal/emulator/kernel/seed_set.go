package kernel

import (
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// Seeds defines how a seed fills a set: each element of the member with the set's
// name is an object with Graph's property names.
type Seeds[T any] struct {
	// New creates an object before its properties are set; nil for the zero value.
	New func() *T
	// Whole creates an object from its complete seed value, instead of property by
	// property.
	Whole func(d *Directory, body map[string]any, at Moment) (*T, error)
	// Members parse seed members that are not Graph properties.
	Members map[string]func(v *T, n *Node) error
	// Check rejects an incomplete object.
	Check func(n *Node, v *T) error
	// Complete adds the values that the directory would have set.
	Complete func(d *Directory, v *T, at Moment)
	// Admit rejects an object that conflicts with existing objects.
	Admit func(d *Directory, v *T) error
}

// seeded is an object with its position in the text.
type seeded[T any] struct {
	node  *Node
	value *T
	body  map[string]any
}

func (s *Set[T]) seed() (Member, bool) {
	return Member{Name: s.Name, Parse: s.parse}, s.Seeds != nil
}

func (s *Set[T]) parse(_ *SeedTenant, n *Node) (Fill, error) {
	nodes, err := n.List()
	if err != nil {
		return nil, err
	}
	all := make([]seeded[T], 0, len(nodes))
	for _, n := range nodes {
		x := seeded[T]{node: n}
		if s.Seeds.Whole != nil {
			err = n.Into(&x.body)
		} else {
			x.value, err = s.parseObject(n)
		}
		if err != nil {
			return nil, err
		}
		all = append(all, x)
	}
	return func(d *Directory, _ *SeedTenant, at Moment) error {
		for _, x := range all {
			if err := s.fill(d, x, at); err != nil {
				return err
			}
		}
		return nil
	}, nil
}

func (s *Set[T]) parseObject(n *Node) (*T, error) {
	v := made(s.Seeds.New)
	isObject, err := eachMember(n.raw, func(name, raw []byte) error {
		return s.seedMember(v, n, n.source.text(name), raw)
	})
	if !isObject {
		err = n.Fail("must be an object")
	}
	if err != nil {
		return nil, err
	}
	if s.Seeds.Check != nil {
		err = s.Seeds.Check(n, v)
	}
	return v, err
}

// made returns a new object, the zero value without a New function.
func made[T any](how func() *T) *T {
	if how == nil {
		return new(T)
	}
	return how()
}

// seedMember sets the id, a reference, a property, or another seed member.
func (s *Set[T]) seedMember(v *T, n *Node, name string, raw []byte) error {
	refers := func(r Reference) bool { return r.Name == name }
	if i := slices.IndexFunc(s.References, refers); i >= 0 {
		return s.References[i].seed(v, n.member(name, raw))
	}
	if read := s.Seeds.Members[name]; read != nil {
		return read(v, n.member(name, raw))
	}
	if name == "id" {
		id, err := n.member(name, raw).GUID()
		*s.ID(v) = id
		return err
	}
	// Most members are valid properties: a node is created only for an error.
	value, err := n.source.value(name, raw)
	if err == nil {
		err = s.Class.Seed(v, name, value)
	}
	if err != nil {
		return n.member(name, raw).Because(err)
	}
	return nil
}

func (s *Set[T]) fill(d *Directory, x seeded[T], at Moment) error {
	if s.Seeds.Whole != nil {
		body, _ := schema.DeepCopy(x.body).(map[string]any)
		v, err := s.Seeds.Whole(d, body, at)
		if err != nil {
			return x.node.Because(err)
		}
		return x.node.Because(s.Admit(d, v))
	}
	v := s.Clone(x.value)
	if *s.ID(v) == "" {
		*s.ID(v) = at.NewID()
	}
	if s.Seeds.Complete != nil {
		s.Seeds.Complete(d, v, at)
	}
	return x.node.Because(s.Admit(d, v))
}

// Admit adds an object that is visible to every reader immediately, unless its id
// or one of its addresses is taken.
func (s *Set[T]) Admit(d *Directory, v *T) error {
	if s.Truth(d, *s.ID(v)) != nil {
		return errTaken(*s.ID(v))
	}
	if s.Seeds != nil && s.Seeds.Admit != nil {
		if err := s.Seeds.Admit(d, v); err != nil {
			return err
		}
	}
	if s.Proxies != nil {
		if err := d.ClaimProxies(*s.Proxies(v), *s.ID(v)); err != nil {
			return err
		}
	}
	s.Fill(d, v)
	return nil
}

func errTaken(id string) error { return refusal.BadRequest("The id '%s' is taken.", id) }

// Load replaces the whole state by a seed. On an error, a *SeedError, the state is
// unchanged.
func (w *World) Load(s Seed) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	next := newTenants()
	for _, t := range s.tenants {
		d, err := next.admit(t, w.options.Areas)
		if err != nil {
			return err
		}
		if err := d.populate(t, w.seeding()); err != nil {
			return err
		}
	}
	w.replace(next)
	return nil
}

// seeding is the moment of writes from a seed. Settings that reject requests do
// not apply to it.
func (w *World) seeding() Moment {
	return Moment{Now: SeededAt, newID: w.options.NewID, op: &operation{}, truthful: true, seeding: true}
}

// populate fills a tenant: first the defaults of every tenant, then the seed in
// the order of the areas, then the references between the objects, then what
// follows from both.
func (d *Directory) populate(t *SeedTenant, at Moment) error {
	for _, p := range d.parts {
		p.begin(d, at)
	}
	for _, fill := range t.fills {
		if err := fill(d, t, at); err != nil {
			return err
		}
	}
	if err := d.resolveReferences(t); err != nil {
		return err
	}
	for _, a := range d.areas {
		if a.Seeded != nil {
			a.Seeded(d, at)
		}
	}
	return nil
}

// resolveReferences replaces the names in the references of seeded objects by ids,
// after all objects have been added.
func (d *Directory) resolveReferences(t *SeedTenant) error {
	for _, s := range d.objects {
		if err := s.resolve(d, t); err != nil {
			return err
		}
	}
	return nil
}

// admit adds an empty tenant, unless another tenant has its key, its id or one of
// its domains.
func (t *tenants) admit(s *SeedTenant, areas []Area) (*Directory, error) {
	if t.byKey[s.Key] != nil {
		return nil, s.At["key"].Fail("the key %q is taken by another tenant", s.Key)
	}
	if other := t.byID[s.ID]; other != nil {
		return nil, s.At["tenant_id"].Fail("the tenant id %q is taken by tenant %q", s.ID, other.Key)
	}
	d := newDirectory(s.copied(), t, areas)
	for _, domain := range s.Domains {
		if other := t.domains[domainKey{d.Facts().Endpoint, domain.Name}]; domain.Verified && other != nil {
			return nil, s.Node.Fail("the domain %q is verified in tenant %q of the same cloud", domain.Name, other.Key)
		}
	}
	t.enlist(d)
	return d, nil
}
