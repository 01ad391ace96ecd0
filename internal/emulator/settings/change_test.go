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
	taken := map[reflect.Kind][]string{reflect.Bool: {"true", "false"}, reflect.String: {"nothing", `"nothing"`}}
	for i, name := range Names() {
		kind := reflect.TypeFor[Settings]().Field(i).Type.Kind()
		for _, value := range []string{"true", "false", "nothing", `"nothing"`, "null", "5"} {
			change, err := Parse(name + "=" + value)
			if want := slices.Contains(taken[kind], value); want != (err == nil) {
				t.Errorf("%s=%s: %v", name, value, err)
			}
			if err != nil {
				continue
			}
			s := Default()
			change(&s)
			if got := fmt.Sprint(reflect.ValueOf(s).Field(i)); got != strings.Trim(value, `"`) {
				t.Errorf("%s=%s makes it %s", name, value, got)
			}
		}
	}
}
