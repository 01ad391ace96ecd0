package exchange

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/command"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// parameters are those of writes: the properties of the class except the ones named.
func (k class) parameters(except ...string) []command.Parameter {
	var parameters []command.Parameter
	for _, p := range k.properties {
		if slices.Contains(except, p.Name) {
			continue
		}
		switch p.Value.(type) {
		case bool:
			parameters = append(parameters, command.Booleans(p.Name)...)
		case []string:
			parameters = append(parameters, command.Lists(p.Name)...)
		default:
			if choices := k.choices[p.Name]; choices != nil {
				parameters = append(parameters, command.Enumeration(p.Name, sharingClass+p.Name, choices...))
				continue
			}
			parameters = append(parameters, command.Texts(p.Name)...)
		}
	}
	return parameters
}

// sharingClass is the namespace of the enumerations in messages.
const sharingClass = "Microsoft.Exchange.Data.Directory.SystemConfiguration."

// requiredChoice is a required enumeration.
func (k class) requiredChoice(name string) command.Parameter {
	p := command.Enumeration(name, sharingClass+name, k.choices[name]...)
	p.Required = true
	return p
}

// change sets the properties of a request on the object of its identity.
func (k class) change(set *kernel.Set[sharing]) func(*command.Call) (command.Answer, error) {
	return func(c *command.Call) (command.Answer, error) {
		var answer command.Answer
		err := k.write(c, set, func(d *kernel.Directory, before *sharing, at kernel.Moment) error {
			next := &sharing{Name: before.Name, Values: maps.Clone(before.Values)}
			k.assign(next, c.Arguments)
			if reflect.DeepEqual(before, next) {
				answer.Warnings = []string{unchanged(before.Name)}
				return nil
			}
			for _, other := range set.All(d) {
				if other != before && overlap(other.list("DomainNames"), next.list("DomainNames")) {
					return refusal.NotModeled("a domain in two organization relationships")
				}
			}
			set.Put(d, next, at)
			return nil
		})
		return answer, err
	}
}

// assign converts the arguments of a request to values.
func (k class) assign(s *sharing, a command.Arguments) {
	for _, p := range k.properties {
		if !a.Has(p.Name) {
			continue
		}
		switch p.Value.(type) {
		case bool:
			s.Values[p.Name] = a.Flag(p.Name)
		case []string:
			s.Values[p.Name] = a.Change(p.Name).Apply(s.list(p.Name))
		default:
			s.Values[p.Name] = a.Text(p.Name)
		}
	}
}

func (k class) remove(set *kernel.Set[sharing]) func(*command.Call) (command.Answer, error) {
	return func(c *command.Call) (command.Answer, error) {
		return command.Answer{}, k.write(c, set, func(d *kernel.Directory, s *sharing, at kernel.Moment) error {
			set.Remove(d, s.Name, at)
			return nil
		})
	}
}

// add creates an object, which is the answer.
func (k class) add(set *kernel.Set[sharing]) func(*command.Call) (command.Answer, error) {
	return func(c *command.Call) (command.Answer, error) {
		var answer command.Answer
		err := c.World.Write(c.Tenant, func(d *kernel.Directory, at kernel.Moment) error {
			s := &sharing{Name: c.Text(k.named), Values: map[string]any{}}
			for _, p := range k.properties {
				s.Values[p.Name] = p.Value
			}
			k.assign(s, c.Arguments)
			if _, err := only(s.Name, k.records(d, set), at); err == nil {
				return errNameTaken(s.Name, d)
			}
			set.Put(d, s, at)
			answer.Records = []command.Record{k.record(d, s)}
			return nil
		})
		return answer, err
	}
}

// write runs a change of the object that the identity of a request names.
func (k class) write(c *command.Call, set *kernel.Set[sharing], f func(*kernel.Directory, *sharing, kernel.Moment) error) error {
	return c.World.Write(c.Tenant, func(d *kernel.Directory, at kernel.Moment) error {
		found, err := only(c.Text(command.Identity), k.records(d, set), at)
		if err != nil {
			return err
		}
		name, _ := found[0].Get(command.Identity).(string)
		return f(d, set.Truth(d, name), at)
	})
}

func overlap(a, b []string) bool {
	return slices.ContainsFunc(a, func(x string) bool {
		return slices.ContainsFunc(b, func(y string) bool { return strings.EqualFold(x, y) })
	})
}
