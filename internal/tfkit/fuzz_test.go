package tfkit

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// kept is a private state with one record.
type kept map[string][]byte

func (k kept) SetKey(_ context.Context, key string, value []byte) diag.Diagnostics {
	k[key] = value
	return nil
}

// FuzzRecord: no private state makes the reader fail, and what it reads is the same
// after it has been written.
func FuzzRecord(f *testing.F) {
	for _, text := range []string{"", "null", "{}", `{"version":2,"value":{"text":"x"}}`, `{"version":1,"value":"x"}`, `{"version":3}`, `{"version":-1}`, `{"text":"x"}`} {
		f.Add([]byte(text))
	}
	type note struct {
		Text string `json:"text"`
	}
	record := Record[note]{Key: "note", Version: 2, Older: map[int]func([]byte) (note, error){1: func(data []byte) (n note, err error) {
		return n, json.Unmarshal(data, &n.Text)
	}}}
	f.Fuzz(func(t *testing.T, data []byte) {
		value, err := record.decode(data)
		if err != nil {
			return
		}
		state := kept{}
		record.Save(t.Context(), state, value)
		if again, err := record.decode(state["note"]); err != nil || again != value {
			t.Errorf("%q is %+v, then %+v: %v", data, value, again, err)
		}
	})
}
