package settings

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// Change sets some settings and leaves the others as they are, so that changes
// can be combined.
type Change func(*Settings)

// With returns a change of the defaults, for [Options].
func With(change func(*Settings)) Change { return change }

// Parse reads settings in the form name=value; text needs no quotes.
func Parse(list ...string) (Change, error) {
	var chosen []reflect.StructField
	values := Default()
	for _, text := range list {
		name, value, ok := strings.Cut(text, "=")
		if !ok {
			return nil, fmt.Errorf("%q is not of the form name=value", text)
		}
		raw, err := written(value)
		if err != nil {
			return nil, err
		}
		if err := values.Set(name, raw); err != nil {
			return nil, err
		}
		chosen = append(chosen, fields()[slices.Index(Names(), name)])
	}
	return func(s *Settings) {
		for _, f := range chosen {
			reflect.ValueOf(s).Elem().FieldByIndex(f.Index).Set(reflect.ValueOf(values).FieldByIndex(f.Index))
		}
	}, nil
}

// written returns a value as JSON; a value that is not JSON is text.
func written(value string) (json.RawMessage, error) {
	if json.Valid([]byte(value)) {
		return json.RawMessage(value), nil
	}
	return json.Marshal(value)
}

// Names returns the names of all settings in their order.
func Names() []string {
	var names []string
	for _, f := range fields() {
		names = append(names, f.Tag.Get("json"))
	}
	return names
}

// fields lists the settings, those of the embedded structs included.
func fields() []reflect.StructField {
	return slices.DeleteFunc(reflect.VisibleFields(reflect.TypeFor[Settings]()), func(f reflect.StructField) bool { return f.Anonymous })
}

// Set changes the setting of a name. A value of the wrong type is an error and
// changes nothing. The value is JSON.
func (s *Settings) Set(name string, value json.RawMessage) error {
	i := slices.Index(Names(), name)
	if i < 0 {
		return fmt.Errorf("there is no setting %q; the settings are %s", name, strings.Join(Names(), ", "))
	}
	next := *s
	field := reflect.ValueOf(&next).Elem().FieldByIndex(fields()[i].Index)
	if bytes.Equal(value, []byte("null")) || json.Unmarshal(value, field.Addr().Interface()) != nil {
		return fmt.Errorf("%s: %s is not a %s", name, value, field.Kind())
	}
	if err := next.Check(); err != nil {
		return err
	}
	*s = next
	return nil
}

// Check rejects values outside an enumeration.
func (s *Settings) Check() error {
	switch s.DerivedDisplayName {
	case NameFromLocalPart, NameFromAddress, NoName:
	default:
		return fmt.Errorf("derived_display_name: %q is not one of %s, %s and %s", s.DerivedDisplayName, NameFromLocalPart, NameFromAddress, NoName)
	}
	switch s.ExchangeErrorDetails {
	case DetailsWithCode, DetailsWithoutCode, DetailsInJSON:
	default:
		return fmt.Errorf("exchange_error_details: %q is not one of %s, %s and %s", s.ExchangeErrorDetails, DetailsWithCode, DetailsWithoutCode, DetailsInJSON)
	}
	return nil
}
