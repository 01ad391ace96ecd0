package schema

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

// Editions is a set of Graph editions: a version in a cloud. The zero value means
// all of them.
type Editions uint8

// The editions that the schema distinguishes. US Government covers both of its
// clouds.
const (
	V1Worldwide Editions = 1 << iota
	V1Government
	V1China
	BetaWorldwide
	BetaGovernment
	BetaChina

	V1        = V1Worldwide | V1Government | V1China
	Beta      = BetaWorldwide | BetaGovernment | BetaChina
	Worldwide = V1Worldwide | BetaWorldwide
)

// Include reports whether the two sets of editions intersect.
func (e Editions) Include(edition Editions) bool { return e == 0 || e&edition != 0 }

// ofClouds derives the editions of a member from the official schema: a member of
// a cloud's v1.0 is also in its beta, and a member that only beta has may be in
// every cloud, because beta is published for one cloud only.
func (e Editions) ofClouds() Editions {
	if e&V1 == 0 {
		return Beta
	}
	var all Editions
	for _, c := range clouds {
		if e&c.V1 != 0 {
			all |= c.V1 | c.Beta
		}
	}
	return all
}

// Member is a property or a navigation property of a type.
type Member struct {
	Name string
	// Type is a primitive without "Edm.", or a type or enumeration of Graph; "?" for
	// members that only beta has, of which only the names are published.
	Type                             string
	Collection, Nullable, Navigation bool
	Editions                         Editions
}

// Type is an entity type or complex type of the official schema.
type Type struct {
	Name string
	// Bases are the base types, which differ between clouds.
	Bases    []string
	Editions Editions
	members  map[string]Member
}

// Official is the schema of the types; see tools/csdl.
//
//go:embed csdl.txt
var official string

var parsed = sync.OnceValue(func() map[string]*Type { return parse(official) })

// TypeOf finds a type by name, with or without "microsoft.graph."; nil if the
// extract does not contain it.
func TypeOf(name string) *Type { return parsed()[strings.TrimPrefix(name, "microsoft.graph.")] }

// Member finds a member of the type or of its base types, with all editions that
// have it.
func (t *Type) Member(name string) (Member, bool) {
	if t == nil {
		return Member{}, false
	}
	found, ok := t.members[name]
	for _, base := range t.Bases {
		m, inherited := TypeOf(base).Member(name)
		switch {
		case inherited && !ok:
			found, ok = m, true
		case inherited:
			found.Editions |= m.Editions
		}
	}
	return found, ok
}

// folded finds a member by name, ignoring case.
func (t *Type) folded(name string) (Member, bool) {
	if t == nil {
		return Member{}, false
	}
	for known, m := range t.members {
		if strings.EqualFold(known, name) {
			return m, true
		}
	}
	for _, base := range t.Bases {
		if m, ok := TypeOf(base).folded(name); ok {
			return m, true
		}
	}
	return Member{}, false
}

// Has reports whether a type has a member in one of the editions; false for types
// that the extract does not contain.
func (t *Type) Has(name string, in Editions) bool {
	m, ok := t.Member(name)
	return ok && in.Include(m.Editions)
}

// EnumOf lists the members of an enumeration, without the placeholder for future
// values.
func EnumOf(name string) []string {
	for line := range strings.SplitSeq(official, "\n") {
		if fields := strings.Fields(line); len(fields) > 2 && fields[0] == "enum" && fields[1] == name {
			return slices.DeleteFunc(fields[2:], func(member string) bool { return member == "unknownFutureValue" })
		}
	}
	return nil
}

func parse(text string) map[string]*Type {
	types := map[string]*Type{}
	var current *Type
	for line := range strings.SplitSeq(text, "\n") {
		fields := strings.Fields(line)
		switch {
		case len(fields) == 0 || fields[0] == "#" || fields[0] == "enum":
		case fields[0] == "type" && len(fields) == 4:
			current = &Type{Name: fields[1], Bases: strings.FieldsFunc(fields[2], func(r rune) bool { return r == ',' || r == '-' }), Editions: editions(fields[3]), members: map[string]Member{}}
			types[current.Name] = current
		case current != nil && len(fields) == 3:
			current.members[fields[0]] = member(fields)
		}
	}
	return types
}

func member(fields []string) Member {
	m := Member{Name: fields[0], Editions: editions(fields[2])}
	kind, navigation := strings.CutPrefix(fields[1], ">")
	kind, collection := strings.CutPrefix(kind, "[]")
	kind, required := strings.CutSuffix(kind, "!")
	m.Type, m.Navigation, m.Collection, m.Nullable = kind, navigation, collection, !required
	return m
}

var letters = []struct {
	letter  string
	edition Editions
}{{"w", V1Worldwide}, {"g", V1Government}, {"c", V1China}, {"b", BetaWorldwide}}

func editions(text string) Editions {
	var set Editions
	for _, l := range letters {
		if strings.Contains(text, l.letter) {
			set |= l.edition
		}
	}
	return set
}
