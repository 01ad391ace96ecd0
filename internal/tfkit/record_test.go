package tfkit_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// private is a private state in memory.
type private map[string][]byte

func (p private) GetKey(_ context.Context, key string) ([]byte, diag.Diagnostics) {
	return p[key], nil
}

func (p private) SetKey(_ context.Context, key string, value []byte) diag.Diagnostics {
	p[key] = value
	return nil
}

type note struct {
	Text string `json:"text"`
}

// notes are in their third version, and no state has the second.
var notes = tfkit.Record[note]{
	Key: "note", Version: 3,
	Older: map[int]func([]byte) (note, error){
		0: func(data []byte) (note, error) {
			var text string
			err := json.Unmarshal(data, &text)
			return note{text}, err
		},
		1: func(data []byte) (note, error) {
			var old struct {
				Txt string `json:"txt"`
			}
			err := tfkit.DecodeExactly(data, &old)
			return note{old.Txt}, err
		},
	},
}

func TestRecordIsReadInEveryVersion(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]string{
		"":                                      "",
		`"hello"`:                               "hello",
		`{"version":1,"value":{"txt":"hi"}}`:    "hi",
		`{"version":3,"value":{"text":"good"}}`: "good",
	} {
		var diags diag.Diagnostics
		if got := notes.Load(t.Context(), private{"note": []byte(data)}, &diags); got.Text != want || diags.HasError() {
			t.Errorf("%s is read as %q, %v", data, got.Text, diags)
		}
	}
}

func TestRecordIsWritten(t *testing.T) {
	t.Parallel()
	p := private{}
	if diags := notes.Save(t.Context(), p, note{"good"}); diags.HasError() {
		t.Fatal(diags)
	}
	if got := string(p["note"]); got != `{"version":3,"value":{"text":"good"}}` {
		t.Errorf("written as %s", got)
	}
	// A value that cannot be encoded is an error, not an empty record.
	broken := tfkit.Record[unencodable]{Key: "broken", Version: 1}
	if diags := broken.Save(t.Context(), p, unencodable{}); !diags.HasError() || p["broken"] != nil {
		t.Errorf("%v, and %q is written", diags, p["broken"])
	}
}

type unencodable struct{}

func (unencodable) MarshalJSON() ([]byte, error) { return nil, errors.New("no") }

// TestUnreadableRecordIsAnError: an unreadable record does not count as absent.
func TestUnreadableRecordIsAnError(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]string{
		`{"version":4,"value":{"text":"new"}}`:          "version 4, and this version of the provider reads versions up to 3",
		`{"version":4}`:                                 "version 4",
		`{"version":2,"value":{"text":"lost"}}`:         "version 2 does not exist",
		`{"version":-1,"value":{"text":"lost"}}`:        "version -1 does not exist",
		`{"version":3}`:                                 "cannot be read",
		`{"version":3,"value":{"text":"a","more":"b"}}`: `unknown field "more"`,
		`{"version":1,"value":{"text":"new"}}`:          `unknown field "text"`,
		`{"text":"good"}`:                               "cannot be read",
		`{"version":"3","value":{"text":"good"}}`:       "cannot be read",
	} {
		var diags diag.Diagnostics
		got := notes.Load(t.Context(), private{"note": []byte(data)}, &diags)
		if got != (note{}) || !diags.HasError() || !strings.Contains(diags[0].Detail(), want) || !strings.Contains(diags[0].Detail(), `"note"`) {
			t.Errorf("%s is read as %q: %v", data, got, diags)
		}
	}
}
