package syncschema

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"testing"
)

func realistic(t testing.TB) []byte {
	t.Helper()
	text, err := os.ReadFile("testdata/azure2azure.json")
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// decoded decodes JSON without losing numbers.
func decoded(t testing.TB, text []byte) any {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var value any
	if err := d.Decode(&value); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return value
}

// built rebuilds a value from positions.
func built(t testing.TB, text []byte, n node) any {
	t.Helper()
	part := text[n.start:n.end]
	switch part[0] {
	case '{':
		object := map[string]any{}
		for _, m := range n.members {
			var name string
			if err := json.NewDecoder(bytes.NewReader(text[m.start:])).Decode(&name); err != nil || name != m.name {
				t.Fatalf("the member %q starts at %q", m.name, text[m.start:])
			}
			object[m.name] = built(t, text, m.node)
		}
		return object
	case '[':
		array := []any{}
		for _, e := range n.elements {
			array = append(array, built(t, text, e))
		}
		return array
	}
	return decoded(t, part)
}

func FuzzScan(f *testing.F) {
	f.Add(realistic(f))
	for _, seed := range []string{
		`{}`, `[]`, ` { "a" : [ 1 , { } , "x" ] , "b":null}` + "\n", `"\u00e9\"}"`, `-1.5e+7`, `[[],[[]],{"":""}]`, `{"a":1,"a":2}`, `true`, "[\"\xff\"]", `{`, ``, `[1] 2`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		root, err := scan(text)
		if valid := json.Valid(text); valid != (err == nil) {
			t.Fatalf("valid is %v, and the error is %v", valid, err)
		}
		if err != nil {
			return
		}
		if got := text[root.start:root.end]; !bytes.Equal(got, bytes.Trim(text, " \t\r\n")) {
			t.Errorf("the value is %q", got)
		}
		if got, want := built(t, text, root), decoded(t, text); !reflect.DeepEqual(got, want) {
			t.Errorf("the positions give %v, want %v", got, want)
		}
	})
}

// FuzzElements compares changes of arrays with those of lists.
func FuzzElements(f *testing.F) {
	f.Add([]byte(`[ 1 , [2], {"a":3} ,4]`), uint16(0b101), uint8(2))
	f.Add([]byte(`[]`), uint16(0), uint8(1))
	f.Add([]byte(`[ 7 ]`), uint16(1), uint8(1))
	f.Add([]byte("[1,\n2]"), uint16(3), uint8(0))
	f.Fuzz(func(t *testing.T, text []byte, mask uint16, count uint8) {
		root, err := scan(text)
		if err != nil {
			t.Skip()
		}
		before, isArray := decoded(t, text).([]any)
		if !isArray {
			t.Skip()
		}
		removed := func(i int) bool { return i < 16 && mask&(1<<i) != 0 }
		added := slices.Repeat([]string{`{"new":true}`}, int(count%4))
		want := []any{}
		for i, e := range before {
			if !removed(i) {
				want = append(want, e)
			}
		}
		for range added {
			want = append(want, map[string]any{"new": true})
		}
		after := apply(text, root.change(removed, added))
		if got := decoded(t, after); !reflect.DeepEqual(got, any(want)) {
			t.Errorf("%s became %s, want %v", text, after, want)
		}
	})
}

// FuzzMembers compares changes of objects with those of maps.
func FuzzMembers(f *testing.F) {
	f.Add([]byte(`{"a":1, "@b" : {"c":[]} }`), "a", `"x"`)
	f.Add([]byte(`{ }`), "new \"name\"", `null`)
	f.Add([]byte(`{"@a":1,"@b":2}`), "c", `[]`)
	f.Fuzz(func(t *testing.T, text []byte, name, value string) {
		root, err := scan(text)
		if err != nil || text[root.start] != '{' || !json.Valid([]byte(value)) || len(name) == 0 {
			t.Skip()
		}
		want, _ := decoded(t, text).(map[string]any)
		var spelled string
		if err := json.Unmarshal([]byte(quote(name)), &spelled); err != nil {
			t.Fatal(err)
		}
		want[spelled] = decoded(t, []byte(value))
		after := apply(text, []edit{root.setMember(spelled, value)})
		if got := decoded(t, after); !reflect.DeepEqual(got, any(want)) {
			t.Errorf("%s became %s, want %v", text, after, want)
		}
		again, err := scan(after)
		if err != nil {
			t.Fatal(err)
		}
		delete(want, spelled)
		gone := apply(after, again.removeMembers(func(n string) bool { return n == spelled }))
		if got := decoded(t, gone); !reflect.DeepEqual(got, any(want)) {
			t.Errorf("%s became %s, want %v", after, gone, want)
		}
	})
}
