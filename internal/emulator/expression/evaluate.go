package expression

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
)

// Evaluate returns the value of an expression for a source object.
func Evaluate(e Expr, of Attributes) (Value, error) { return e.eval(of) }

// References lists the attributes that an expression reads, each once, in order.
func References(e Expr) []string {
	var names []string
	walk(e, func(e Expr) {
		if a, ok := e.(Attribute); ok && !slices.Contains(names, a.Name) {
			names = append(names, a.Name)
		}
	})
	return names
}

func walk(e Expr, visit func(Expr)) {
	visit(e)
	switch e := e.(type) {
	case Call:
		for _, arg := range e.Args {
			walk(arg, visit)
		}
	case Comparison:
		walk(e.Left, visit)
		walk(e.Right, visit)
	}
}

func (a Attribute) eval(of Attributes) (Value, error) { return of(a.Name), nil }

func (c Constant) eval(Attributes) (Value, error) { return Value{c.Value}, nil }

func (Omitted) eval(Attributes) (Value, error) { return nil, nil }

func (c Call) eval(of Attributes) (Value, error) {
	if c.function.special != nil {
		return c.function.special(c.Args, of)
	}
	args := make([]Value, len(c.Args))
	for i, arg := range c.Args {
		value, err := arg.eval(of)
		if err != nil {
			return nil, err
		}
		args[i] = value
	}
	return c.function.run(args)
}

// eval compares texts by their case, and numbers by their size.
func (c Comparison) eval(of Attributes) (Value, error) {
	left, err := c.Left.eval(of)
	if err != nil {
		return nil, err
	}
	right, err := c.Right.eval(of)
	if err != nil {
		return nil, err
	}
	order := cmp.Compare(left.String(), right.String())
	x, xErr := strconv.Atoi(left.String())
	y, yErr := strconv.Atoi(right.String())
	if xErr == nil && yErr == nil {
		order = cmp.Compare(x, y)
	}
	return Truth(holds(c.Op, order)), nil
}

func holds(op string, order int) bool {
	switch op {
	case "=":
		return order == 0
	case "<>":
		return order != 0
	case "<":
		return order < 0
	case "<=":
		return order <= 0
	case ">":
		return order > 0
	default:
		return order >= 0
	}
}

// iif chooses between two values. Without a value for an attribute of the condition
// the check fails, and nothing flows (graph-cross-tenant §4.10).
func iif(args []Expr, of Attributes) (Value, error) {
	for _, name := range References(args[0]) {
		if of(name).Empty() {
			return nil, nil
		}
	}
	condition, err := args[0].eval(of)
	if err != nil {
		return nil, err
	}
	if condition.isTrue() {
		return args[1].eval(of)
	}
	return args[2].eval(of)
}

func (v Value) isTrue() bool {
	truth, err := strconv.ParseBool(v.String())
	return err == nil && truth
}

// errIgnored means that an attribute is left out of the flow.
var errIgnored = errors.New("the attribute is ignored")

// Ignored reports whether the error of an evaluation means that the attribute does
// not flow: IgnoreFlowIfNullOrEmpty has met no value.
func Ignored(err error) bool { return errors.Is(err, errIgnored) }
