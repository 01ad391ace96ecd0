package main

import (
	"maps"
	"slices"
	"strings"
)

const namespace = "microsoft.graph"

// extract is the merged content of the clouds' schemas.
type extract struct {
	types map[string]*classOf
	enums map[string][]string
}

// classOf is a type; its base type may differ between clouds.
type classOf struct {
	bases   []string
	where   string
	members map[string]*memberOf
}

type memberOf struct{ kind, where string }

func newExtract() *extract {
	return &extract{types: map[string]*classOf{}, enums: map[string][]string{}}
}

// merge adds the schema of one cloud.
func (e *extract) merge(d document, letter string) {
	for _, s := range d.Schemas {
		if s.Namespace != namespace {
			continue
		}
		for _, c := range slices.Concat(s.Entities, s.Complexes) {
			e.mergeClass(c, letter)
		}
		for _, enum := range s.Enums {
			for _, m := range enum.Members {
				if !slices.Contains(e.enums[enum.Name], m.Name) {
					e.enums[enum.Name] = append(e.enums[enum.Name], m.Name)
				}
			}
		}
	}
}

func (e *extract) mergeClass(c class, letter string) {
	t := e.class(c.Name)
	if base := strings.TrimPrefix(c.Base, "graph."); base != "" && !slices.Contains(t.bases, base) {
		t.bases = append(t.bases, base)
	}
	t.where += letter
	for _, p := range c.Properties {
		t.member(p.Name, kindOf(p)).where += letter
	}
	for _, p := range c.Navigation {
		t.member(p.Name, ">"+kindOf(p)).where += letter
	}
}

func (e *extract) class(name string) *classOf {
	if e.types[name] == nil {
		e.types[name] = &classOf{members: map[string]*memberOf{}}
	}
	return e.types[name]
}

func (c *classOf) member(name, kind string) *memberOf {
	if c.members[name] == nil {
		c.members[name] = &memberOf{kind: kind}
	}
	return c.members[name]
}

// kindOf abbreviates a type: "[]String!" is a collection of strings that is never
// null.
func kindOf(p property) string {
	kind := p.Type
	collection := ""
	if inner, ok := strings.CutPrefix(kind, "Collection("); ok {
		kind, collection = strings.TrimSuffix(inner, ")"), "[]"
	}
	kind = strings.TrimPrefix(strings.TrimPrefix(kind, "Edm."), "graph.")
	if p.Nullable == "false" {
		kind += "!"
	}
	return collection + kind
}

// mergeNames adds the members of beta. The type of beta-only members is unknown
// here.
func (e *extract) mergeNames(names betaNames) {
	for name, beta := range names {
		t := e.class(name)
		t.where += "b"
		for _, p := range beta.Properties {
			t.member(p, "?").where += "b"
		}
		for _, p := range beta.Navigation {
			t.member(p, ">?").where += "b"
		}
	}
}

// write prints the roots and the types that their properties refer to.
func (e *extract) write(text *strings.Builder) {
	types, enums := e.reachable()
	line := func(words ...string) { text.WriteString(strings.Join(words, " ") + "\n") }
	for _, name := range types {
		t := e.types[name]
		line()
		line("type", name, orDash(strings.Join(t.bases, ",")), t.where)
		for _, member := range slices.Sorted(maps.Keys(t.members)) {
			line(member, t.members[member].kind, t.members[member].where)
		}
	}
	line()
	for _, name := range enums {
		line(append([]string{"enum", name}, e.enums[name]...)...)
	}
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

func (e *extract) reachable() (types, enums []string) {
	seen := map[string]bool{}
	queue := slices.Clone(roots)
	for len(queue) > 0 {
		name := queue[0]
		queue = queue[1:]
		if seen[name] {
			continue
		}
		seen[name] = true
		if e.enums[name] != nil {
			enums = append(enums, name)
			continue
		}
		t := e.types[name]
		if t == nil {
			continue
		}
		types = append(types, name)
		queue = append(queue, t.bases...)
		for _, m := range t.members {
			if !strings.HasPrefix(m.kind, ">") {
				queue = append(queue, strings.Trim(m.kind, "[]!"))
			}
		}
	}
	slices.Sort(types)
	slices.Sort(enums)
	return types, enums
}
