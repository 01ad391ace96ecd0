package settings

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// Every setting has a name and accepts only values of its type.
func TestEverySettingCanBeSet(t *testing.T) {
	t.Parallel()
	taken := map[reflect.Type][]string{
		reflect.TypeFor[bool]():         {"true", "false"},
		reflect.TypeFor[string]():       {"nothing", `"nothing"`, "never", "json"},
		reflect.TypeFor[DerivedName]():  {"nothing", `"nothing"`},
		reflect.TypeFor[ErrorDetails](): {"json"},
		reflect.TypeFor[Lags]():         {"5", "never"},
	}
	for i, name := range Names() {
		for _, value := range []string{"true", "false", "nothing", `"nothing"`, "never", "json", "null", "5", "-1", "2.5"} {
			change, err := Parse(name + "=" + value)
			if want := slices.Contains(taken[fields()[i].Type], value); want != (err == nil) {
				t.Errorf("%s=%s: %v", name, value, err)
			}
			if err != nil {
				continue
			}
			s := Default()
			change(&s)
			if got := fmt.Sprint(reflect.ValueOf(s).FieldByIndex(fields()[i].Index)); got != strings.Trim(value, `"`) {
				t.Errorf("%s=%s makes it %s", name, value, got)
			}
		}
	}
}

// FuzzParse: no text makes the parser fail, and a change that is accepted can be made.
func FuzzParse(f *testing.F) {
	for _, name := range Names() {
		f.Add(name + "=true")
		f.Add(name + "=1.5")
		f.Add(name + "=nothing")
	}
	f.Add("=")
	f.Fuzz(func(_ *testing.T, text string) {
		if change, err := Parse(text); err == nil {
			values := Default()
			change(&values)
		}
	})
}
