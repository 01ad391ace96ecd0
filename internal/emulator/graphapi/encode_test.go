package graphapi

import (
	"bytes"
	"encoding/json"
	"math"
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

type person struct{ name, mail string }

var personRows = schema.Ordered([]*schema.Property{
	new(schema.ReadText("name", func(p *person) *string { return &p.name })),
	new(schema.ReadText("mail", func(p *person) *string { return &p.mail })),
	new(schema.Read("length", func(p *person) any { return len(p.name) })),
})

func encoded(value any, how encoder) string {
	how.value(value)
	return string(how.buf)
}

// The encoder and encoding/json produce the same output.
func TestEncoderAgreesWithEncodingJSON(t *testing.T) {
	t.Parallel()
	for _, value := range []any{
		nil, true, 42, "", "plain", `quotes " and \`, "line\nbreak\x00\x1f\x7f", "<a> & 'b'", "Ána 日本 \u2028\u2029", "broken \xff",
		time.Date(2026, 11, 26, 17, 36, 0, 123456700, time.UTC), time.Date(2026, 1, 2, 3, 4, 5, 0, time.FixedZone("", 3600)),
		[]string(nil),
		[]string{},
		[]string{"a", `"`},
		[]any{},
		[]any{1, nil, map[string]any{"b": 1.5, "a": []any{}}},
		map[string]any(nil),
		map[string]any{},
		map[string]any{"@odata.context": "x", "b": nil, "a": schema.Policy{"c": false}},
		[]map[string]any{{"a": 1}, nil},
		map[string][]string{"otherMails": {"a", "b"}},
		json.Number("7"),
		struct{ A string }{"<"},
	} {
		var want bytes.Buffer
		reference := json.NewEncoder(&want)
		reference.SetEscapeHTML(false)
		if err := reference.Encode(value); err != nil {
			t.Fatal(err)
		}
		if got := encoded(value, encoder{}) + "\n"; got != want.String() {
			t.Errorf("%#v: got %s, want %s", value, got, want.String())
		}
	}
	if got := encoded(math.NaN(), encoder{}); got != "null" {
		t.Errorf("what cannot be encoded: %s", got)
	}
}

func TestEncoderOfRows(t *testing.T) {
	t.Parallel()
	page := []operation.Shown{{Rows: personRows, Value: &person{name: "Adele \"A\" Vance"}}, {Rows: personRows[1:2], Value: &person{mail: "a"}}}
	const want = `[{"length":15,"mail":null,"name":"Adele \"A\" Vance"},{"mail":"a"}]`
	if got := encoded(page, encoder{}); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// Without metadata only links and the count remain, at any depth.
func TestEncoderLeavesOutControlInformation(t *testing.T) {
	t.Parallel()
	body := map[string]any{
		"@odata.context": "c", "@odata.nextLink": "n", "@odata.count": 2, "members@odata.type": "t",
		"value": []map[string]any{{"@odata.type": "t", "id": "1"}}, "more": []any{map[string]any{"@odata.type": "t"}},
	}
	const want = `{"@odata.count":2,"@odata.nextLink":"n","more":[{}],"value":[{"id":"1"}]}`
	if got := encoded(body, encoder{bare: true}); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// A batch contains the bodies of its items unchanged.
func TestEncoderOfBatches(t *testing.T) {
	t.Parallel()
	responses := []batchResponse{
		{ID: "1", Status: 200, Headers: map[string]string{"b": "2", "a": `"`}, Body: json.RawMessage(`{"id":1}`)}, {ID: "2", Status: 204},
	}
	const want = `[{"id":"1","status":200,"headers":{"a":"\"","b":"2"},"body":{"id":1}},{"id":"2","status":204,"headers":{}}]`
	if got := encoded(responses, encoder{}); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
