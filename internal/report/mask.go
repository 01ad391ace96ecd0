package report

import (
	"reflect"
	"regexp"
	"unicode/utf8"
)

var (
	guidPattern = regexp.MustCompile(`(?i)[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}`)
	// An address, or the local part of a guest's user principal name.
	addressPattern = regexp.MustCompile(`[^\s"<>,;:()\[\]/\\@]+(?:@|#EXT#@?)`)
)

const ellipsis = "…"

// masked shortens the ids and addresses in a text: the first four digits of an id,
// and the first letter and the domain of an address.
func masked(text string) string {
	text = addressPattern.ReplaceAllStringFunc(text, func(local string) string {
		first, _ := utf8.DecodeRuneInString(local)
		return string(first) + ellipsis + "@"
	})
	return guidPattern.ReplaceAllStringFunc(text, func(id string) string { return id[:4] + ellipsis })
}

// maskAll masks every text of a value that can be set: of the fields of structs and
// the elements of slices behind a pointer.
func maskAll(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			maskAll(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			maskAll(v.Field(i))
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			maskAll(v.Index(i))
		}
	case reflect.String:
		v.SetString(masked(v.String()))
	default:
		// Numbers and booleans identify no user.
	}
}
