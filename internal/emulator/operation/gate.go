package operation

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/odata"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

const countSuffix = "/$count"

// allows reports whether a property supports an operator, and whether it does in
// an advanced query.
func allows(p *schema.Property, operator string, advanced bool) (permitted, withAdvanced bool) {
	if contains(p.Always, operator) {
		return true, true
	}
	needs := contains(p.Advanced, operator)
	return needs && advanced, needs
}

// contains finds a word in a space-separated list.
func contains(words, word string) bool {
	for w := range strings.FieldsSeq(words) {
		if w == word {
			return true
		}
	}
	return false
}

// admit checks the options of a query against the operators of the rows. Advanced
// means the header ConsistencyLevel: eventual together with $count=true.
func (v View) admit(q odata.Query, eventual bool) error {
	if v.Plain {
		return v.admitPlain(q)
	}
	if err := v.admitSearch(q.Search, eventual); err != nil {
		return err
	}
	advanced := eventual && q.Count
	if advanced && len(q.Expand) > 0 {
		return refusal.BadRequest("$expand is not supported in advanced queries.")
	}
	if q.Filter != nil {
		if err := v.admitFilter(q.Filter, advanced); err != nil {
			return err
		}
		if len(q.OrderBy) > 0 && !advanced {
			return Unsupported("Sorting not supported for current query.")
		}
	}
	for _, o := range q.OrderBy {
		if err := v.admitOperator(o.Path, "$orderby", advanced); err != nil {
			return err
		}
	}
	return nil
}

// admitPlain rejects paths that the type lacks, independent of the stored objects.
//
// If rows of the type declare operators, other ones are not modeled.
func (v View) admitPlain(q odata.Query) error {
	var refused error
	for _, o := range q.OrderBy {
		if v.declaresOperators() && !v.declares(o.Path, "$orderby") {
			return refusal.NotModeled("$orderby by '%s' of %s", o.Path, v.QualifiedType())
		}
	}
	odata.Walk(q.Filter, func(path string, op odata.Op, negated bool, _ []any) {
		property := strings.TrimSuffix(path, countSuffix)
		switch reach := v.Path(property, v.In, v.Known); {
		case refused != nil:
		case reach == schema.There && v.declaresOperators() && (negated || !v.declares(property, string(op))):
			refused = refusal.NotModeled("a $filter with '%s' by '%s' of %s", op, property, v.QualifiedType())
		case reach == schema.There:
		case reach == schema.NotHere:
			refused = refusal.NotModeled("a $filter by '%s' of %s", property, v.QualifiedType())
		default:
			refused = &odata.PropertyError{Path: property, Err: odata.ErrUnknownProperty}
		}
	})
	return refused
}

// declares reports whether the row of a path declares an operator.
func (v View) declares(path, operator string) bool {
	name, _, _ := strings.Cut(path, "/")
	p, ok := v.Asked(name)
	return ok && contains(p.Always, operator)
}

// declaresOperators reports whether any row of the type does.
func (v View) declaresOperators() bool {
	return slices.ContainsFunc(v.Properties, func(p schema.Property) bool { return p.Always != "" })
}

func (v View) admitFilter(filter odata.Expr, advanced bool) error {
	var refused error
	odata.Walk(filter, func(path string, op odata.Op, negated bool, values []any) {
		if refused != nil {
			return
		}
		property, counted := strings.CutSuffix(path, countSuffix)
		for _, operator := range operators(op, negated, counted, values) {
			if refused = v.admitOperator(property, operator, advanced); refused != nil {
				return
			}
		}
	})
	if refused != nil {
		return refused
	}
	return checkIdentities(filter, v.Name)
}

// operators are the operators that a comparison requires.
func operators(op odata.Op, negated, counted bool, values []any) []string {
	var passed []string
	switch {
	case counted:
		passed = append(passed, "$count")
	case len(values) == 1 && values[0] == nil:
		passed = append(passed, "null")
		if op == odata.OpNe {
			passed = append(passed, string(odata.OpNe))
		}
	default:
		passed = append(passed, string(op))
	}
	if negated {
		passed = append(passed, "not")
	}
	return passed
}

func (v View) admitOperator(path, operator string, advanced bool) error {
	name, member, _ := strings.Cut(path, "/")
	p, ok := v.Asked(name)
	if !ok {
		return v.unknown(name, "")
	}
	if member != "" && !p.Nested {
		p = &schema.Property{}
	}
	permitted, withAdvanced := allows(p, operator, advanced)
	switch {
	case permitted, v.Deleted && advanced && p.Name == deletedDateTime && operator == "$orderby":
		return nil
	case operator == "$orderby":
		return Unsupported("Unsupported sort property '%s' for '%s'.", name, v.Name)
	case withAdvanced && p.Always != "":
		return Unsupported("Operator '%s' is not supported because the required parameters might be missing. Try adding $count=true query parameter and ConsistencyLevel:eventual header. Refer to https://aka.ms/graph-docs/advanced-queries for more information", operator)
	default:
		return Unsupported("Unsupported or invalid query filter clause specified for property '%s' of resource '%s'.", name, v.Name)
	}
}

// Unsupported is the error for a query that Graph does not support.
func Unsupported(format string, args ...any) *refusal.Error {
	return refusal.New(400, refusal.CodeUnsupportedQuery, format, args...)
}

// compare orders objects by the $orderby keys.
func (v View) compare(keys []odata.Order) (func(a, b any) int, error) {
	var getters []func(any) any
	for _, k := range keys {
		p, ok := v.Asked(k.Path)
		if !ok {
			return nil, v.unknown(k.Path, "")
		}
		getters = append(getters, p.Get)
	}
	return func(a, b any) int {
		for i, get := range getters {
			c := compareValues(get(a), get(b))
			if keys[i].Descending {
				c = -c
			}
			if c != 0 {
				return c
			}
		}
		return 0
	}, nil
}

// compareValues compares texts ignoring case and times chronologically; null sorts
// first.
func compareValues(a, b any) int {
	if x, ok := a.(time.Time); ok {
		if y, ok := b.(time.Time); ok {
			return x.Compare(y)
		}
	}
	x, _ := a.(string)
	y, _ := b.(string)
	return cmp.Compare(strings.ToLower(x), strings.ToLower(y))
}
