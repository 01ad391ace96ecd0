package msgraph

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/odata"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/world"
)

// gate says which operators a property accepts in $filter: always, or only in
// an advanced query (graph-identity §2.4). Besides the operators there are
// "not" for anything negated, "null" for a comparison with null, "$count" for
// the length of a collection and "$orderby".
type gate struct{ always, advanced string }

const countSuffix = "/$count"

func (g gate) allows(operator string, advanced bool) (permitted, withAdvanced bool) {
	if slices.Contains(strings.Fields(g.always), operator) {
		return true, true
	}
	needs := slices.Contains(strings.Fields(g.advanced), operator)
	return needs && advanced, needs
}

// admit applies the gates of a resource to the options of a query. Advanced
// means the header ConsistencyLevel: eventual together with $count=true.
func (s resource[T]) admit(q odata.Query, eventual bool) error {
	if q.Search != "" {
		if !eventual {
			return unsupported("Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'")
		}
		return world.NotModelled("$search")
	}
	advanced := eventual && q.Count
	if advanced && len(q.Expand) > 0 {
		return badRequest("$expand is not supported in advanced queries.")
	}
	if q.Filter != nil {
		if err := s.admitFilter(q.Filter, advanced); err != nil {
			return err
		}
		if len(q.OrderBy) > 0 && !advanced {
			return unsupported("Sorting not supported for current query.")
		}
	}
	for _, o := range q.OrderBy {
		if err := s.admitOperator(o.Path, "$orderby", advanced); err != nil {
			return err
		}
	}
	return nil
}

func (s resource[T]) admitFilter(filter odata.Expr, advanced bool) error {
	var refused error
	odata.Walk(filter, func(path string, op odata.Op, negated bool, values []any) {
		if refused != nil {
			return
		}
		property, counted := strings.CutSuffix(path, countSuffix)
		for _, operator := range operators(op, negated, counted, values) {
			if refused = s.admitOperator(property, operator, advanced); refused != nil {
				return
			}
		}
	})
	if refused != nil {
		return refused
	}
	return checkIdentities(filter, s.typeName)
}

// operators are the gates that one comparison passes.
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

func (s resource[T]) admitOperator(path, operator string, advanced bool) error {
	name, member, _ := strings.Cut(path, "/")
	if _, ok := s.property(name); !ok {
		return s.unknown(name, "")
	}
	g := s.gates[name]
	if member != "" && name != "onPremisesExtensionAttributes" {
		g = gate{}
	}
	permitted, withAdvanced := g.allows(operator, advanced)
	switch {
	case permitted:
		return nil
	case operator == "$orderby":
		return unsupported("Unsupported sort property '%s' for '%s'.", name, s.typeName)
	case withAdvanced && g.always != "":
		return unsupported("Operator '%s' is not supported because the required parameters might be missing. Try adding $count=true query parameter and ConsistencyLevel:eventual header. Refer to https://aka.ms/graph-docs/advanced-queries for more information", operator)
	default:
		return unsupported("Unsupported or invalid query filter clause specified for property '%s' of resource '%s'.", name, s.typeName)
	}
}

func unsupported(format string, args ...any) *world.Fault {
	return &world.Fault{Status: 400, Code: world.CodeUnsupportedQuery, Message: fmt.Sprintf(format, args...)}
}

// compare orders objects by the keys of $orderby.
func (s resource[T]) compare(keys []odata.Order) (func(a, b *T) int, error) {
	var getters []func(*T) any
	for _, k := range keys {
		p, ok := s.property(k.Path)
		if !ok {
			return nil, s.unknown(k.Path, "")
		}
		getters = append(getters, p.Get)
	}
	return func(a, b *T) int {
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

// compareValues orders text without case and time by time; null comes first.
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
