package provisioning

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/expression"
)

// operator is an operator of scoping filters.
type operator struct {
	name  string
	unary bool
	types []string
	holds func(value string, operand []string) bool
}

// operators are the operators of scoping filters, by the names of the portal; the
// names of the API are documented for EQUALS only (graph-cross-tenant §4.5). A
// filter does not hold for an attribute without a value, except for IS NULL.
var operators = []operator{
	{"EQUALS", false, []string{"String", "Integer"}, func(v string, o []string) bool { return slices.Contains(o, v) }},
	{"NOT EQUALS", false, []string{"String", "Integer"}, func(v string, o []string) bool { return !slices.Contains(o, v) }},
	{"IS TRUE", true, []string{"Boolean"}, func(v string, _ []string) bool { return strings.EqualFold(v, "true") }},
	{"IS FALSE", true, []string{"Boolean"}, func(v string, _ []string) bool { return strings.EqualFold(v, "false") }},
	{"IS NULL", true, []string{"String", "Integer", "Boolean"}, nil},
	{"IS NOT NULL", true, []string{"String", "Integer", "Boolean"}, func(string, []string) bool { return true }},
	{"REGEX MATCH", false, []string{"String"}, func(v string, o []string) bool { return matches(v, o) }},
	{"NOT REGEX MATCH", false, []string{"String"}, func(v string, o []string) bool { return !matches(v, o) }},
	{"Greater_Than", false, []string{"Integer"}, func(v string, o []string) bool { return compared(v, o) > 0 }},
	{"Greater_Than_OR_EQUALS", false, []string{"Integer"}, func(v string, o []string) bool { return compared(v, o) >= 0 }},
	{"Includes", false, []string{"String"}, func(v string, o []string) bool { return some(o, func(x string) bool { return strings.Contains(v, x) }) }},
	{"ENDS_WITH", false, []string{"String"}, func(v string, o []string) bool {
		return some(o, func(x string) bool { return strings.HasSuffix(v, x) })
	}},
	{"&", false, []string{"String"}, func(v string, o []string) bool { return some(o, func(x string) bool { return strings.Contains(x, v) }) }},
	{"!&", false, []string{"String"}, func(v string, o []string) bool {
		return !some(o, func(x string) bool { return strings.Contains(x, v) })
	}},
}

// operatorOf finds an operator by name; spaces and underscores are the same.
func operatorOf(name string) *operator {
	plain := func(s string) string { return strings.ToUpper(strings.ReplaceAll(s, "_", " ")) }
	i := slices.IndexFunc(operators, func(o operator) bool { return plain(o.name) == plain(name) })
	if i < 0 {
		return nil
	}
	return &operators[i]
}

func some(operand []string, holds func(string) bool) bool { return slices.ContainsFunc(operand, holds) }

// matches reports whether a pattern matches the whole value. A pattern that Go does
// not know matches nothing.
func matches(value string, operand []string) bool {
	return some(operand, func(pattern string) bool {
		re, err := regexp.Compile("^(?:" + pattern + ")$")
		return err == nil && re.MatchString(value)
	})
}

// compared compares integers; a value that is none is less than any.
func compared(value string, operand []string) int {
	v, err := strconv.Atoi(value)
	if err != nil || len(operand) != 1 {
		return -1
	}
	o, err := strconv.Atoi(operand[0])
	if err != nil {
		return -1
	}
	return v - o
}

// accepts reports whether one of the groups of a filter accepts an object; without
// a group every object is accepted. The results are those of the clauses, for the
// log.
func (f *Filter) accepts(of expression.Attributes) (accepted bool, results map[string]bool) {
	results = map[string]bool{}
	if f == nil || len(f.Groups) == 0 {
		return true, results
	}
	for _, g := range f.Groups {
		all := true
		for _, c := range g.Clauses {
			holds := c.holds(of(c.Source))
			results[fmt.Sprintf("%s.%s %s '%s'", g.Name, c.Source, c.Operator, strings.Join(c.Target.Values, ","))] = holds
			all = all && holds
		}
		accepted = accepted || all
	}
	return accepted, results
}

func (c *Clause) holds(value expression.Value) bool {
	o := operatorOf(c.Operator)
	switch {
	case o == nil:
		return false
	case o.holds == nil:
		return value.Empty()
	default:
		return !value.Empty() && o.holds(value.String(), c.Target.Values)
	}
}
