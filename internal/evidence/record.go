package evidence

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Kind is the kind of a record.
type Kind string

// The kinds.
const (
	// Run begins a run.
	Run Kind = "run"
	// Intent precedes a change.
	Intent Kind = "intent"
	// Result follows the change.
	Result Kind = "result"
	// End ends a run.
	End Kind = "end"
)

// Record is one line.
type Record struct {
	// Number counts from 1.
	Number uint64 `json:"n"`
	// Time is in RFC 3339, in UTC.
	Time string `json:"time"`
	Kind Kind   `json:"kind"`

	// SourceTenant and TargetTenant are the tenant ids of the edge of a Run.
	SourceTenant string `json:"source_tenant,omitempty"`
	TargetTenant string `json:"target_tenant,omitempty"`
	// Continues is the head of the file that this one continues, in its first Run.
	Continues string `json:"continues,omitempty"`
	// Discarded is the number of bytes of an incomplete line that a Run has removed.
	Discarded int64 `json:"discarded,omitempty"`

	// Change is the kind of change of an Intent, and Why its reason.
	Change string `json:"change,omitempty"`
	Why    string `json:"why,omitempty"`
	// SourceUser and TargetUser are object ids; TargetUser of an Intent is empty if the
	// change creates the user, and in its Result the user that was created.
	SourceUser string      `json:"source_user,omitempty"`
	TargetUser string      `json:"target_user,omitempty"`
	Attributes []Attribute `json:"attributes,omitempty"`

	// Of is the number of the Intent of a Result.
	Of uint64 `json:"of,omitempty"`
	// Outcome is "done", "refused" or "failed". After a failure it is not known whether
	// the change was made. Error is the code of the service.
	Outcome string `json:"outcome,omitempty"`
	Error   string `json:"error,omitempty"`

	// Previous is the hash of the record before; empty in the first one.
	Previous string `json:"prev,omitempty"`
}

// Attribute is a property that a change writes, with its value, the [Digest] of its
// value, or the name only.
type Attribute struct {
	Name   string  `json:"name"`
	Value  *string `json:"value,omitempty"`
	Digest string  `json:"digest,omitempty"`
}

// Head is the end of a chain. Its zero value is that of an empty one.
type Head struct {
	Number uint64
	// Hash is the hash of the last record, in hexadecimal digits.
	Hash string
}

// String is "<number>:<hash>"; empty for an empty chain.
func (h Head) String() string {
	if h.Number == 0 {
		return ""
	}
	return strconv.FormatUint(h.Number, 10) + ":" + h.Hash
}

// ParseHead parses the text of a head.
func ParseHead(text string) (Head, error) {
	if text == "" {
		return Head{}, nil
	}
	number, hash, _ := strings.Cut(text, ":")
	n, err := strconv.ParseUint(number, 10, 64)
	if err != nil || n == 0 || !isHash(hash) {
		return Head{}, fmt.Errorf("%q is not a head: it has the form <number>:<64 hexadecimal digits>", text)
	}
	return Head{n, hash}, nil
}

func isHash(text string) bool {
	digits, err := hex.DecodeString(text)
	return err == nil && len(digits) == sha256.Size && strings.ToLower(text) == text
}

// Digest is the SHA-256 of a value with the hash of the record before and the name of
// the property, so that equal values have different digests: an auditor who knows a value
// can confirm it, and two records cannot be compared.
func (h Head) Digest(name, value string) string {
	return sum([]byte(h.Hash + "\x00" + name + "\x00" + value))
}

// The end of a line, around the hash.
const (
	beforeHash = `,"hash":"`
	afterHash  = "\"}\n"
)

// Next returns the line of the record that follows the head, and the new head. It sets
// Number and Previous.
func (h Head) Next(r Record) ([]byte, Head, error) {
	r.Number, r.Previous = h.Number+1, h.Hash
	body, err := encode(r)
	if err == nil && json.Unmarshal(body, &r) == nil {
		// A text that is not UTF-8 has become one.
		body, err = encode(r)
	}
	if err != nil {
		return nil, h, err
	}
	next := Head{r.Number, sum(body)}
	line := append(bytes.TrimSuffix(body, []byte("}")), beforeHash+next.Hash+afterHash...)
	if len(line) > longestLine {
		return nil, h, fmt.Errorf("encode evidence: a record of %d bytes is too long", len(line))
	}
	return line, next, nil
}

func encode(r Record) ([]byte, error) {
	body, err := json.Marshal(r)
	if err != nil {
		return nil, fmt.Errorf("encode evidence: %w", err)
	}
	return body, nil
}

// decode reads a line without its hash, which has to be written as encode writes it:
// two readers cannot take it for different records.
func decode(body []byte) (Record, error) {
	var r Record
	if err := json.Unmarshal(body, &r); err != nil {
		return r, errors.New("it is not a record")
	}
	if again, err := encode(r); err != nil || !bytes.Equal(again, body) {
		return r, errors.New("it is not written as a record")
	}
	return r, nil
}

func sum(data []byte) string {
	s := sha256.Sum256(data)
	return hex.EncodeToString(s[:])
}
