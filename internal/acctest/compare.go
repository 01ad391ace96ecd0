package acctest

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// Differences compares two values like reflect.DeepEqual and names each
// difference: "inboundTrust.isMfaAccepted is false, want true". It is nil when
// there is none.
func Differences(got, want any) error {
	return joined(differences("", reflect.ValueOf(got), reflect.ValueOf(want)))
}

// Same compares a value with an expected copy of it: want changes the relevant
// members of the copy, and all others must be unchanged.
func Same[T any](got *T, want func(*T)) error {
	wanted := *got
	want(&wanted)
	return Differences(*got, wanted)
}

// Members compares the members of an object that want lists, each as a whole.
func Members(got, want map[string]any) error {
	var found []string
	for _, name := range slices.Sorted(maps.Keys(want)) {
		found = append(found, differences(name, reflect.ValueOf(got[name]), reflect.ValueOf(want[name]))...)
	}
	return joined(found)
}

func joined(found []string) error {
	if len(found) == 0 {
		return nil
	}
	return errors.New(strings.Join(found, "\n"))
}

func differences(at string, got, want reflect.Value) []string {
	if reflect.DeepEqual(held(got), held(want)) {
		return nil
	}
	if found := within(at, got, want); len(found) > 0 {
		return found
	}
	if at == "" {
		at = "the value"
	}
	return []string{fmt.Sprintf("%s is %#v, want %#v", at, held(got), held(want))}
}

// within lists the differences of the parts of two values of the same shape.
func within(at string, got, want reflect.Value) (found []string) {
	if !got.IsValid() || !want.IsValid() || got.Type() != want.Type() {
		return nil
	}
	switch got.Kind() {
	case reflect.Interface, reflect.Pointer:
		if !got.IsNil() && !want.IsNil() {
			return differences(at, got.Elem(), want.Elem())
		}
	case reflect.Map:
		for _, key := range keys(got, want) {
			found = append(found, differences(under(at, key.String()), got.MapIndex(key), want.MapIndex(key))...)
		}
	case reflect.Slice, reflect.Array:
		for i := 0; got.Len() == want.Len() && i < got.Len(); i++ {
			found = append(found, differences(fmt.Sprintf("%s[%d]", at, i), got.Index(i), want.Index(i))...)
		}
	case reflect.Struct:
		for i := range got.NumField() {
			if field := got.Type().Field(i); field.IsExported() {
				found = append(found, differences(under(at, field.Name), got.Field(i), want.Field(i))...)
			}
		}
	}
	return found
}

// keys returns the sorted keys of two maps with string keys; nil for other maps,
// which are compared as a whole, and when only one of the maps exists.
func keys(got, want reflect.Value) []reflect.Value {
	if got.Type().Key().Kind() != reflect.String || got.IsNil() != want.IsNil() {
		return nil
	}
	all := append(got.MapKeys(), want.MapKeys()...)
	slices.SortFunc(all, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
	return slices.CompactFunc(all, func(a, b reflect.Value) bool { return a.String() == b.String() })
}

func under(at, name string) string {
	if at == "" {
		return name
	}
	return at + "." + name
}

// held returns the value inside a pointer or an interface, nil for none.
func held(v reflect.Value) any {
	if !v.IsValid() {
		return nil
	}
	return v.Interface()
}
