package kernel

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"
)

// decoded parses valid JSON with the functions of this package.
func decoded(raw []byte, t texts) any {
	members := map[string]any{}
	if isObject, _ := eachMember(raw, func(name, value []byte) error {
		members[t.text(name)] = decoded(value, t)
		return nil
	}); isObject {
		return members
	}
	elements := []any{}
	if eachElement(raw, func(value []byte) { elements = append(elements, decoded(value, t)) }) {
		return elements
	}
	v, err := t.value("x", raw)
	if err != nil {
		return err
	}
	return v
}

// FuzzScan compares the JSON scanner with encoding/json.
func FuzzScan(f *testing.F) {
	for _, text := range []string{
		`null`, `true`, `-1.5e3`, `"a"`, `{}`, `[]`, `[ ]`, `{ }`, `[1,2]`, `[1 , [2] , {"a":[]}]`, `{"a":1,"a":2}`, `{"":""}`,
		"{\n\t\"a\" : \"}\\\"{\" , \"b\":[\"]\",\",\"] }", `{"\u0061":"\ud83d\ude00","b\\":"\\"}`, "\"\xff\"", "{\"\xff\":1}", `[[[["x"]]]]`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var want any
		if json.Unmarshal(data, &want) != nil {
			return
		}
		raw, err := json.Marshal(json.RawMessage(data))
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range [][]byte{raw, bytes.TrimSpace(data)} {
			if got := decoded(text, texts{}); !reflect.DeepEqual(got, want) {
				t.Fatalf("%q: got %#v, want %#v", text, got, want)
			}
		}
	})
}

// Repeated values are interned, up to a limit.
func TestTextsAreBounded(t *testing.T) {
	t.Parallel()
	kept := texts{}
	for i := range 2 * maxRepeated {
		raw, err := json.Marshal(string(rune('a' + i)))
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if v, err := kept.value("department", raw); err != nil || v != string(rune('a'+i)) {
				t.Fatalf("got %v, %v", v, err)
			}
		}
	}
	if n := len(kept["department"]); n != maxRepeated {
		t.Errorf("%d values are kept", n)
	}
}
