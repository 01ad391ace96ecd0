package command

import "slices"

// Kind is the type of a parameter, as far as the encoding of its values depends on
// it (exchange §5).
type Kind int

// The kinds of parameters.
const (
	// Text is a string, an address, a URI or the name of an object.
	Text Kind = iota
	Boolean
	Switch
	Integer
	// Unlimited is a positive number or "Unlimited".
	Unlimited
	Enum
	Enums
	// List is a multivalued property, which can be replaced or changed.
	List
)

// Parameter is a parameter of a cmdlet.
type Parameter struct {
	Name string
	Kind Kind
	// Type is the .NET type in error messages.
	Type string
	// Values are those of an enumeration.
	Values []string
	// Required parameters must be present.
	Required bool
	// NotModeled parameters exist in Exchange Online and are answered with 501.
	NotModeled bool
}

// Texts declares parameters of the kind [Text].
func Texts(names ...string) []Parameter { return all(Text, "System.String", names) }

// Booleans declares parameters of the kind [Boolean].
func Booleans(names ...string) []Parameter { return all(Boolean, "System.Boolean", names) }

// Switches declares parameters of the kind [Switch].
func Switches(names ...string) []Parameter {
	return all(Switch, "System.Management.Automation.SwitchParameter", names)
}

// Lists declares parameters of the kind [List].
func Lists(names ...string) []Parameter {
	return all(List, "Microsoft.Exchange.Data.MultiValuedProperty`1[System.String]", names)
}

func all(kind Kind, class string, names []string) []Parameter {
	parameters := make([]Parameter, 0, len(names))
	for _, name := range names {
		parameters = append(parameters, Parameter{Name: name, Kind: kind, Type: class})
	}
	return parameters
}

// Enumeration declares a parameter of the kind [Enum].
func Enumeration(name, class string, values ...string) Parameter {
	return Parameter{Name: name, Kind: Enum, Type: class, Values: values}
}

// Enumerations declares a parameter of the kind [Enums].
func Enumerations(name, class string, values ...string) Parameter {
	return Parameter{Name: name, Kind: Enums, Type: class + "[]", Values: values}
}

// Size declares ResultSize.
func Size() Parameter {
	return Parameter{Name: ResultSize, Kind: Unlimited, Type: "Microsoft.Exchange.Data.Unlimited`1[System.UInt32]"}
}

// Required declares a required text.
func Required(name string) Parameter {
	return Parameter{Name: name, Kind: Text, Type: "System.String", Required: true}
}

// NotModeled declares parameters that the emulator does not model.
func NotModeled(names ...string) []Parameter {
	parameters := all(Text, "", names)
	for i := range parameters {
		parameters[i].NotModeled = true
	}
	return parameters
}

// With joins lists of parameters.
func With(lists ...[]Parameter) []Parameter { return slices.Concat(lists...) }

// The names of parameters that many cmdlets have.
const (
	Identity   = "Identity"
	Filter     = "Filter"
	ResultSize = "ResultSize"
)
