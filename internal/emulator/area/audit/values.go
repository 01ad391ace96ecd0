package audit

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// quoted is a value as the log writes it: as JSON, so that a text has quotes of its
// own.
func quoted(value any) string {
	if value == nil {
		return ""
	}
	text, _ := json.Marshal(value) // values of properties are always JSON
	return string(text)
}

// listed is a value of a directory attribute: a JSON list, empty for null.
func listed(value any) string {
	if isNothing(value) {
		return "[]"
	}
	if v := reflect.ValueOf(value); v.Kind() == reflect.Slice {
		return quoted(value)
	}
	return quoted([]any{value})
}

func isNothing(value any) bool {
	if value == nil || value == "" {
		return true
	}
	v := reflect.ValueOf(value)
	return (v.Kind() == reflect.Slice || v.Kind() == reflect.Map) && v.Len() == 0
}

// attributeNames are the names of attributes that differ from those of Graph by
// more than the first letter.
var attributeNames = map[string]string{
	"externalUserState": "UserState", "externalUserStateChangeDateTime": "UserStateChangedOn", "otherMails": "OtherMail",
}

func attributeName(property string) string {
	if name, ok := attributeNames[property]; ok {
		return name
	}
	return strings.ToUpper(property[:1]) + property[1:]
}

// unrecorded are properties that no record lists.
var unrecorded = []string{"id", "createdDateTime", "modifiedDateTime", "deletedDateTime", "passwordProfile", "isManagementRestricted", "signInActivity", "signInSessionsValidFromDateTime"}

// attributes lists the properties of a class that differ between two versions, and
// at the end their names; before is nil for a new object.
func attributes[T any](class *schema.Class, before, next *T) []modified {
	var all []modified
	var names []string
	for i := range class.Properties {
		p := &class.Properties[i]
		if slices.Contains(unrecorded, p.Name) {
			continue
		}
		now := p.Get(next)
		var old any
		if before != nil {
			old = p.Get(before)
		}
		if isNothing(old) && isNothing(now) || reflect.DeepEqual(old, now) {
			continue
		}
		name := attributeName(p.Name)
		all, names = append(all, modified{name, listed(old), listed(now)}), append(names, name)
	}
	if names == nil {
		return nil
	}
	return append(all, modified{Name: "Included Updated Properties", New: quoted(strings.Join(names, ", "))})
}

// difference lists the ids that one list has and the other lacks.
func difference(of, without []string) []string {
	var rest []string
	for _, id := range of {
		if !slices.Contains(without, id) {
			rest = append(rest, id)
		}
	}
	return rest
}
