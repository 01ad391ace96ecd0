package expression

import (
	"fmt"
	"slices"
	"strings"
)

// function is one function of the language.
type function struct {
	name string
	// least and most are the numbers of arguments; most is negative for any number.
	least, most int
	run         func(args []Value) (Value, error)
	// special evaluates its arguments itself.
	special func(args []Expr, of Attributes) (Value, error)
	params  []Param
}

// Param is a parameter of a function.
type Param struct {
	Name               string
	Required, Repeated bool
	// Type is an attribute type of Graph.
	Type string
}

// functions are the functions of the reference page, in its order, without those
// of [unmodeled]; and the one of the default mapping.
var functions = []function{
	one("AltSecIdFromNetId", "source", func(v Value) Value { return text(v, func(s string) string { return `AltSecIdFromNetid("` + s + `")` }) }),
	{name: "Append", least: 2, most: 2, run: appended, params: needs("source", "suffix")},
	one("CBool", "expression", func(v Value) Value { return Truth(v.isTrue() || isNumber(v) && v.String() != "0") }),
	{name: "Coalesce", least: 1, most: -1, run: coalesce, params: []Param{{"source", true, true, typeString}, {"defaultValue", false, false, typeString}}},
	one("ConvertToBase64", "source", func(v Value) Value { return text(v, base64UTF16) }),
	one("ConvertToUTF8Hex", "source", func(v Value) Value { return text(v, hexUTF8) }),
	one("Count", "attribute", func(v Value) Value { return Text(fmt.Sprint(len(v))) }),
	one("CStr", "value", func(v Value) Value { return v }),
	{name: "IgnoreFlowIfNullOrEmpty", least: 1, most: 1, run: ignoreEmpty, params: needs("expression")},
	{name: "IIF", least: 3, most: 3, special: iif, params: needs("condition", "valueIfTrue", "valueIfFalse")},
	{name: "InStr", least: 2, most: 4, run: inStr, params: slices.Concat(needs("value1", "value2"), may("start", "compareType"))},
	one("IsNull", "expression", func(v Value) Value { return Truth(v.Null()) }),
	one("IsNullOrEmpty", "expression", func(v Value) Value { return Truth(v.Empty()) }),
	one("IsPresent", "expression", func(v Value) Value { return Truth(!v.Empty()) }),
	one("IsString", "expression", func(v Value) Value { return Truth(len(v) == 1) }),
	{name: "Item", least: 2, most: 2, run: item, params: needs("attribute", "index")},
	{name: "Join", least: 2, most: -1, run: join, params: []Param{{"separator", true, false, typeString}, {"source", true, true, typeString}}},
	{name: "Left", least: 2, most: 2, run: left, params: needs("source", "numChars")},
	{name: "Mid", least: 3, most: 3, run: mid, params: needs("source", "start", "length")},
	one("NormalizeDiacritics", "source", func(v Value) Value { return text(v, withoutDiacritics) }),
	one("Not", "source", func(v Value) Value { return Truth(!v.isTrue()) }),
	{name: "PCase", least: 1, most: 2, run: properCase, params: slices.Concat(needs("source"), may("wordSeparators"))},
	one("Redact", "attribute", func(v Value) Value { return v }),
	one("RemoveDuplicates", "attribute", withoutDuplicates),
	{name: "Replace", least: 1, most: 7, run: replace, params: slices.Concat(needs("source"),
		may("oldValue", "regexPattern", "regexGroupName", "replacementValue", "replacementAttributeName", "template"))},
	one("SingleAppRoleAssignment", "appRoleAssignments", func(v Value) Value { return v[:min(1, len(v))] }),
	{name: "Split", least: 2, most: 2, run: split, params: needs("source", "delimiter")},
	one("StripSpaces", "source", func(v Value) Value { return text(v, func(s string) string { return strings.ReplaceAll(s, " ", "") }) }),
	{name: "Switch", least: 4, most: -1, run: switched, params: []Param{
		{"source", true, false, typeString}, {"defaultValue", false, false, typeString}, {"key", true, true, typeString}, {"value", true, true, typeString},
	}},
	{name: "ToLower", least: 1, most: 2, run: lower, params: slices.Concat(needs("source"), may("culture"))},
	{name: "ToUpper", least: 1, most: 2, run: upper, params: slices.Concat(needs("source"), may("culture"))},
	{name: "Word", least: 3, most: 3, run: word, params: needs("source", "wordNumber", "delimiters")},
}

// unmodeled are functions that the service has and this package lacks.
var unmodeled = []string{
	"AppRoleAssignmentsComplex", "BitAnd", "CDate", "DateAdd", "DateDiff", "DateFromNum", "FormatDateTime", "Guid", "Now", "NumFromDate",
	"RandomString", "SelectUniqueValue",
}

const typeString = "String"

func needs(names ...string) []Param { return params(true, names) }

func may(names ...string) []Param { return params(false, names) }

func params(required bool, names []string) []Param {
	all := make([]Param, len(names))
	for i, name := range names {
		all[i] = Param{name, required, false, typeString}
	}
	return all
}

// one is a function with one parameter.
func one(name, param string, run func(Value) Value) function {
	return function{name: name, least: 1, most: 1, params: needs(param), run: func(args []Value) (Value, error) { return run(args[0]), nil }}
}

// find finds a function. The syntax is case-sensitive; the name in the default
// mapping is observed in two spellings (graph-cross-tenant §4.5).
func find(name string) (*function, error) {
	i := slices.IndexFunc(functions, func(f function) bool {
		return f.name == name || f.name == "AltSecIdFromNetId" && strings.EqualFold(f.name, name)
	})
	switch {
	case i >= 0:
		return &functions[i], nil
	case slices.Contains(unmodeled, name):
		return &function{name: name, most: -1, run: func([]Value) (Value, error) {
			return nil, fmt.Errorf("the function %s: %w", name, ErrNotModeled)
		}}, nil
	default:
		return nil, fmt.Errorf("there is no function %s", name)
	}
}

func (f *function) accepts(args []Expr) error {
	n := len(args)
	switch {
	case n < f.least:
		return fmt.Errorf("has at least %d arguments", f.least)
	case f.most >= 0 && n > f.most:
		return fmt.Errorf("has at most %d arguments", f.most)
	case f.name == "Switch" && n%2 != 0:
		return fmt.Errorf("has an even number of arguments")
	}
	return nil
}

// Function describes a function for clients that offer them.
type Function struct {
	Name   string
	Params []Param
}

// Functions lists the functions.
func Functions() []Function {
	all := make([]Function, len(functions))
	for i, f := range functions {
		all[i] = Function{f.name, f.params}
	}
	return all
}
