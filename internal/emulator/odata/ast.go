package odata

// Op is a comparison operator or a string function of a filter.
type Op string

// The operators that a filter may use. OpAny stands for a lambda without a
// predicate, as in "otherMails/any()".
const (
	OpEq         Op = "eq"
	OpNe         Op = "ne"
	OpLt         Op = "lt"
	OpLe         Op = "le"
	OpGt         Op = "gt"
	OpGe         Op = "ge"
	OpIn         Op = "in"
	OpStartsWith Op = "startsWith"
	OpEndsWith   Op = "endsWith"
	OpContains   Op = "contains"
	OpAny        Op = "any"
)

// Expr is one node of a filter: [And], [Or], [Not], [Compare] or [Any].
// String prints the node as a filter that parses to the same tree.
type Expr interface {
	String() string
	expr()
}

// And is true when both sides are.
type And struct{ Left, Right Expr }

// Or is true when one side is.
type Or struct{ Left, Right Expr }

// Not inverts an expression.
type Not struct{ Operand Expr }

// Compare sets a property against literals.
type Compare struct {
	// Path is the property, "mail" or "onPremisesExtensionAttributes/extensionAttribute1".
	Path string
	Op   Op
	// Values holds string, bool, int64, float64, [time.Time] or nil for null.
	// It has one element, except for OpIn.
	Values []any
	// Count says that the length of the collection is meant: "otherMails/$count eq 0".
	Count bool
}

// Any is a lambda over a collection: "proxyAddresses/any(x:x eq 'SMTP:a@b')".
type Any struct {
	Path string
	Var  string
	// Body is nil for "path/any()": the collection is not empty. Its paths start with Var.
	Body Expr
	// All asks for every element instead of one.
	All bool
}

func (And) expr()     {}
func (Or) expr()      {}
func (Not) expr()     {}
func (Compare) expr() {}
func (Any) expr()     {}

// Walk visits every comparison of a filter, for rules that depend on property
// and operator (graph-identity §2.4). Inside a lambda the path is that of the
// collection; a comparison of a length has "/$count" after the path. Negated is
// true under an odd number of "not".
func Walk(e Expr, visit func(path string, op Op, negated bool, values []any)) {
	walk(e, "", false, visit)
}

func walk(e Expr, collection string, negated bool, visit func(string, Op, bool, []any)) {
	switch e := e.(type) {
	case And:
		walk(e.Left, collection, negated, visit)
		walk(e.Right, collection, negated, visit)
	case Or:
		walk(e.Left, collection, negated, visit)
		walk(e.Right, collection, negated, visit)
	case Not:
		walk(e.Operand, collection, !negated, visit)
	case Compare:
		visit(visitedPath(e, collection), e.Op, negated, e.Values)
	case Any:
		if e.Body == nil {
			visit(e.Path, OpAny, negated, nil)
			return
		}
		walk(e.Body, e.Path, negated, visit)
	}
}

func visitedPath(c Compare, collection string) string {
	switch {
	case collection != "":
		return collection
	case c.Count:
		return c.Path + countSuffix
	default:
		return c.Path
	}
}

// HasLambda reports whether a filter, which may be nil, looks into a collection
// with any or all.
func HasLambda(e Expr) bool {
	switch e := e.(type) {
	case And:
		return HasLambda(e.Left) || HasLambda(e.Right)
	case Or:
		return HasLambda(e.Left) || HasLambda(e.Right)
	case Not:
		return HasLambda(e.Operand)
	case Any:
		return true
	}
	return false
}
