package command

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// Sent is a parameter of a request. The value is decoded JSON, with numbers as
// [json.Number].
type Sent struct {
	Name  string
	Value any
}

// Arguments are the values of parameters, by the name in the declaration: a string,
// a bool, an int, a [Limit], a []string for enumerations or a [Change].
type Arguments map[string]any

// Has reports whether a parameter is bound.
func (a Arguments) Has(name string) bool {
	_, bound := a[name]
	return bound
}

// Text returns the value of a text, empty if it is not bound.
func (a Arguments) Text(name string) string {
	text, _ := a[name].(string)
	return text
}

// Flag returns the value of a boolean or a switch.
func (a Arguments) Flag(name string) bool {
	flag, _ := a[name].(bool)
	return flag
}

// Values returns the values of an enumeration.
func (a Arguments) Values(name string) []string {
	values, _ := a[name].([]string)
	return values
}

// Limit is the value of a parameter of the kind [Unlimited].
type Limit struct {
	Unlimited bool
	Count     int
}

// Bind binds the parameters of a request, whose names are case-insensitive.
func (r *Row) Bind(sent []Sent) (Arguments, error) {
	bound := Arguments{}
	var unknownNames []string
	for _, s := range sent {
		p, ok := r.parameter(s.Name)
		switch {
		case !ok || bound.Has(p.Name):
			unknownNames = append(unknownNames, s.Name)
			continue
		case p.NotModeled:
			return nil, refusal.NotModeled("the parameter %s of %s", p.Name, r.Name)
		}
		value, err := p.bind(s.Value)
		if err != nil {
			return nil, err
		}
		bound[p.Name] = value
	}
	if len(unknownNames) > 0 {
		return nil, unknown(unknownNames)
	}
	if bound.Flag("WhatIf") {
		return nil, refusal.NotModeled("WhatIf of %s", r.Name)
	}
	return bound, r.complete(bound)
}

func (r *Row) parameter(name string) (Parameter, bool) {
	for _, p := range r.Parameters {
		if strings.EqualFold(p.Name, name) {
			return p, true
		}
	}
	if !r.Reads() {
		for _, p := range Switches("Confirm", "WhatIf") {
			if strings.EqualFold(p.Name, name) {
				return p, true
			}
		}
	}
	return Parameter{}, false
}

// complete rejects a call without the required parameters.
func (r *Row) complete(bound Arguments) error {
	var missing []string
	for _, p := range r.Parameters {
		if p.Required && bound.Text(p.Name) == "" {
			missing = append(missing, p.Name)
		}
	}
	if len(missing) > 0 {
		return Invalid(ParameterBinding, "Cannot process command because of one or more missing mandatory parameters: %s.", strings.Join(missing, " "))
	}
	return nil
}

func (p Parameter) bind(value any) (any, error) {
	switch p.Kind {
	case Boolean, Switch:
		return p.bindFlag(value)
	case Integer:
		return p.bindInteger(value)
	case Unlimited:
		return p.bindLimit(value)
	case Enum:
		text, ok := value.(string)
		if !ok {
			return nil, cannotConvert(p, value, "")
		}
		return p.match(text)
	case Enums:
		return p.bindEnums(value)
	case List:
		return p.bindList(value)
	default:
		return p.bindText(value)
	}
}

// bindText converts numbers and booleans as PowerShell does; null clears a text.
func (p Parameter) bindText(value any) (any, error) {
	switch value.(type) {
	case map[string]any, []any:
		return nil, cannotConvert(p, value, "")
	}
	return shown(value), nil
}

// bindFlag accepts true and false, and the numbers 1 and 0, as PowerShell does. A
// switch may be null.
func (p Parameter) bindFlag(value any) (any, error) {
	switch v := value.(type) {
	case bool:
		return v, nil
	case json.Number:
		if n, err := v.Int64(); err == nil && (n == 0 || n == 1) {
			return n == 1, nil
		}
	case nil:
		if p.Kind == Switch {
			return false, nil
		}
	}
	return nil, cannotConvert(p, value, "")
}

func (p Parameter) bindInteger(value any) (any, error) {
	n, err := strconv.Atoi(shown(value))
	if err != nil {
		return nil, cannotConvert(p, value, "Input string was not in a correct format.")
	}
	return n, nil
}

func (p Parameter) bindLimit(value any) (any, error) {
	if text, ok := value.(string); ok && strings.EqualFold(text, "Unlimited") {
		return Limit{Unlimited: true}, nil
	}
	n, err := strconv.ParseUint(shown(value), 10, 31)
	if err != nil || n == 0 {
		return nil, cannotConvert(p, value, "Input string was not in a correct format.")
	}
	return Limit{Count: int(n)}, nil
}

func (p Parameter) bindEnums(value any) (any, error) {
	elements, isList := value.([]any)
	if !isList {
		elements = []any{value}
	}
	values := []string{}
	for _, e := range elements {
		text, ok := e.(string)
		if !ok {
			return nil, cannotConvert(p, value, "")
		}
		// A list in one text is PowerShell's too.
		for part := range strings.SplitSeq(text, ",") {
			name, err := p.match(strings.TrimSpace(part))
			if err != nil {
				return nil, err
			}
			values = append(values, name)
		}
	}
	return values, nil
}

// match finds the value of an enumeration by its name or by a unique prefix of it.
func (p Parameter) match(text string) (string, error) {
	var found []string
	for _, name := range p.Values {
		if strings.EqualFold(name, text) {
			return name, nil
		}
		if text != "" && len(text) < len(name) && strings.EqualFold(name[:len(text)], text) {
			found = append(found, name)
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return "", cannotConvert(p, text, "Unable to match the identifier name "+text+
			" to a valid enumerator name. Specify one of the following enumerator names and try again: "+strings.Join(p.Values, ", "))
	default:
		slices.Sort(found)
		return "", cannotConvert(p, text, "The identifier name "+text+
			" cannot be processed due to the inability to differentiate between the following enumerator names: "+strings.Join(found, ", "))
	}
}
