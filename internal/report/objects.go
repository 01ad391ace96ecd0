package report

import (
	"path"
	"reflect"
	"slices"
	"strings"
)

// action is what a plan does to an object.
type action string

const (
	none    action = ""
	add     action = "add"
	change  action = "change"
	remove  action = "remove"
	replace action = "replace"
	// forget removes an object from the state and leaves it in its tenant.
	forget action = "forget"
	read   action = "read"
)

// object is one instance of a resource or data source of the provider. Before and
// after are marked by overlay, and nil where it does not exist; in a state both are
// the same.
type object struct {
	address, typeName string
	data              bool
	action            action
	imported          bool
	before, after     any
}

// planned reports whether the plan does something to the object.
func (o object) planned() bool { return !o.data && (o.action != none || o.imported) }

// removed and added are the two steps of a replacement that moves an object to another
// tenant.
func (o object) removed() object {
	o.action, o.after = remove, nil
	return o
}

func (o object) added() object {
	o.action, o.before = add, nil
	return o
}

const (
	typePrefix   = "multitenant_"
	providerName = "multitenant"
)

// ours reports whether an instance belongs to the provider, which may come from any
// registry or mirror.
func ours(typeName, provider string) bool {
	return strings.HasPrefix(typeName, typePrefix) && (provider == "" || path.Base(provider) == providerName)
}

// objects lists the instances of a document. In a plan, a data source that is read
// again in the apply has the values of the last read before.
func (d *document) objects() []object {
	if !d.isPlan() {
		return valuesOf(d.Values)
	}
	var all []object
	position := map[string]int{}
	if d.PriorState != nil {
		for _, o := range valuesOf(d.PriorState.Values) {
			// Managed resources are among the changes, unless nothing refers to them.
			position[o.address] = len(all)
			all = append(all, o)
		}
	}
	for _, c := range d.ResourceChanges {
		if !ours(c.Type, c.ProviderName) {
			continue
		}
		o := c.object()
		if i, ok := position[o.address]; ok && c.Deposed == "" {
			if o.data && o.before == nil {
				o.before = all[i].before
			}
			all[i] = o
			continue
		}
		all = append(all, o)
	}
	return all
}

// valuesOf lists the instances of a state.
func valuesOf(values *stateValues) []object {
	if values == nil {
		return nil
	}
	var all []object
	var walk func(moduleValues)
	walk = func(m moduleValues) {
		for _, r := range m.Resources {
			if !ours(r.Type, r.ProviderName) || r.Values == nil {
				continue
			}
			marked := overlay(r.Values, nil, r.SensitiveValues)
			all = append(all, object{address: r.Address, typeName: r.Type, data: r.Mode == "data", before: marked, after: marked})
		}
		for _, child := range m.ChildModules {
			walk(child)
		}
	}
	walk(values.RootModule)
	return all
}

func (c resourceChange) object() object {
	o := object{
		address: c.Address, typeName: c.Type, data: c.Mode == "data", action: actionOf(c.Change.Actions),
		imported: len(c.Change.Importing) > 0 && string(c.Change.Importing) != "null",
	}
	if c.Change.Before != nil {
		o.before = overlay(c.Change.Before, nil, c.Change.BeforeSensitive)
	}
	switch {
	case o.action == forget:
		o.after = o.before
	case o.action != remove:
		o.after = overlay(c.Change.After, c.Change.AfterUnknown, c.Change.AfterSensitive)
	}
	if c.Deposed != "" {
		o.address += " (deposed " + c.Deposed + ")"
	}
	return o
}

// actionOf condenses the actions of a change. Replacements have two.
func actionOf(actions []string) action {
	has := func(name string) bool { return slices.Contains(actions, name) }
	switch {
	case has("delete") && has("create"):
		return replace
	case has("create"):
		return add
	case has("update"):
		return change
	case has("delete"):
		return remove
	case has("forget"):
		return forget
	case has("read"):
		return read
	}
	return none
}

// changedAttributes names the top-level attributes with another value after the
// plan, or an unknown one.
func (o object) changedAttributes() []string {
	before, _ := o.before.(map[string]any)
	after, _ := o.after.(map[string]any)
	if before == nil || after == nil {
		return nil
	}
	var changed []string
	for name, now := range after {
		if !reflect.DeepEqual(before[name], now) {
			changed = append(changed, name)
		}
	}
	slices.Sort(changed)
	return changed
}
