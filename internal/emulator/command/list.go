package command

import (
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// Change is the value of a multivalued property in a request (exchange §5).
type Change struct {
	// Replaces means that Add is the whole new list; otherwise Add and Remove change
	// the list.
	Replaces    bool
	Add, Remove []string
}

// The types of nested objects that change a list.
const (
	hashTable   = "#Exchange.GenericHashTable"
	stringDelta = "#Exchange.StringFieldDeltaUpdateData"
)

// bindList binds a list, a single value, or a change of a list. An empty array
// changes nothing, an empty hash table clears the list (exchange §5).
func (p Parameter) bindList(value any) (any, error) {
	switch v := value.(type) {
	case nil:
		return nil, refusal.NotModeled("null for the list %s", p.Name)
	case map[string]any:
		return p.bindDelta(v)
	}
	values, err := p.elements(value)
	if err != nil {
		return nil, err
	}
	return Change{Replaces: len(values) > 0, Add: values}, nil
}

func (p Parameter) bindDelta(table map[string]any) (any, error) {
	kind, _ := table["@odata.type"].(string)
	if kind != hashTable && kind != stringDelta {
		return nil, cannotConvert(p, table, "")
	}
	change := Change{Replaces: kind == hashTable && len(table) == 1}
	for name, value := range table {
		var into *[]string
		switch {
		case name == "@odata.type", strings.Contains(name, "@odata.type"):
			continue
		case strings.EqualFold(name, "Add"):
			into = &change.Add
		case strings.EqualFold(name, "Remove"):
			into = &change.Remove
		default:
			return nil, cannotConvert(p, table, "The hash table has the key "+name+"; the keys are Add and Remove.")
		}
		values, err := p.elements(value)
		if err != nil {
			return nil, err
		}
		*into = append(*into, values...)
	}
	return change, nil
}

func (p Parameter) elements(value any) ([]string, error) {
	list, isList := value.([]any)
	if !isList {
		list = []any{value}
	}
	values := []string{}
	for _, e := range list {
		text, ok := e.(string)
		if !ok {
			return nil, cannotConvert(p, e, "")
		}
		values = append(values, text)
	}
	return values, nil
}

// Apply returns a list after the change. Values are compared without regard to
// case, and no value is in the list twice.
func (c Change) Apply(list []string) []string {
	if c.Replaces {
		list = nil
	}
	next := []string{}
	for _, v := range slices.Concat(list, c.Add) {
		if !contains(next, v) && !contains(c.Remove, v) {
			next = append(next, v)
		}
	}
	return next
}

func contains(list []string, value string) bool {
	return slices.ContainsFunc(list, func(v string) bool { return strings.EqualFold(v, value) })
}

// Change returns the value of a multivalued property.
func (a Arguments) Change(name string) Change {
	change, _ := a[name].(Change)
	return change
}
