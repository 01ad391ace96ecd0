package acctest_test

import (
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestDifferencesNameThePlace: each difference is found and reported by its path.
func TestDifferencesNameThePlace(t *testing.T) {
	t.Parallel()
	type inner struct{ Name string }
	type outer struct {
		List  []string
		Inner *inner
		When  time.Time
	}
	for name, test := range map[string]struct {
		got, want any
		says      string
	}{
		"equal":          {map[string]any{"a": []any{1}}, map[string]any{"a": []any{1}}, ""},
		"nothing":        {nil, nil, ""},
		"a value":        {1, 2, "the value is 1, want 2"},
		"types":          {map[string]any{"a": 1}, map[string]any{"a": "1"}, `a is 1, want "1"`},
		"deep":           {map[string]any{"a": map[string]any{"b": []any{1, 2}}}, map[string]any{"a": map[string]any{"b": []any{1, 3}}}, "a.b[1] is 2, want 3"},
		"missing":        {map[string]any{}, map[string]any{"a": false}, "a is <nil>, want false"},
		"superfluous":    {map[string]any{"a": false}, map[string]any{}, "a is false, want <nil>"},
		"null and no":    {map[string]any{"a": nil}, map[string]any{}, `the value is map[string]interface {}{"a":interface {}(nil)}, want map[string]interface {}{}`},
		"two":            {map[string]any{"a": 1, "b": 2}, map[string]any{"a": 2, "b": 1}, "a is 1, want 2\nb is 2, want 1"},
		"length":         {[]any{1}, []any{1, 2}, "the value is []interface {}{1}, want []interface {}{1, 2}"},
		"null and empty": {map[string]any{"a": []any(nil)}, map[string]any{"a": []any{}}, "a is []interface {}(nil), want []interface {}{}"},
		"null map":       {map[string]any(nil), map[string]any{}, "the value is map[string]interface {}(nil), want map[string]interface {}{}"},
		"fields":         {outer{Inner: &inner{"x"}}, outer{Inner: &inner{"y"}}, `Inner.Name is "x", want "y"`},
		"elements":       {outer{List: []string{"x"}}, outer{List: []string{"y"}}, `List[0] is "x", want "y"`},
		"unexported":     {outer{When: time.Unix(1, 0).UTC()}, outer{When: time.Unix(2, 0).UTC()}, "When is time.Date(1970, time.January, 1, 0, 0, 1, 0, time.UTC), want time.Date(1970, time.January, 1, 0, 0, 2, 0, time.UTC)"},
		"other keys":     {map[int]any{1: "x"}, map[int]any{1: "y"}, `the value is map[int]interface {}{1:"x"}, want map[int]interface {}{1:"y"}`},
	} {
		if got := said(acctest.Differences(test.got, test.want)); got != test.says {
			t.Errorf("%s: %q, want %q", name, got, test.says)
		}
	}
}

func TestMembersAndSame(t *testing.T) {
	t.Parallel()
	object := map[string]any{"a": map[string]any{"b": 1}, "c": 2}
	for want, err := range map[string]error{
		"":                   acctest.Members(object, map[string]any{"c": 2}),
		"a.b is 1, want 2":   acctest.Members(object, map[string]any{"a": map[string]any{"b": 2}}),
		"d is <nil>, want 3": acctest.Members(object, map[string]any{"c": 2, "d": 3}),
	} {
		if got := said(err); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	type person struct{ Name, Title string }
	ana := person{"Ana", "Controller"}
	if err := acctest.Same(&ana, func(p *person) { p.Name = "Ana" }); err != nil {
		t.Error(err)
	}
	err := acctest.Same(&ana, func(p *person) { p.Title = "Director" })
	if got, want := said(err), `Title is "Controller", want "Director"`; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func said(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
