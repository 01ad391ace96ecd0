package kernel

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// SeedError is the position and the reason of an error in a seed.
type SeedError struct {
	Name   string // of the file
	Line   int
	Path   string // such as tenants[0].users[3].mail
	Reason string
}

// Error reads "tenants.json:12: tenants[0].users[3].mail: reason".
func (e *SeedError) Error() string {
	if e.Path == "" {
		return fmt.Sprintf("%s:%d: %s", e.Name, e.Line, e.Reason)
	}
	return fmt.Sprintf("%s:%d: %s: %s", e.Name, e.Line, e.Path, e.Reason)
}

// source is the text of a seed.
type source struct {
	name string
	data []byte
	texts
}

// Node is one value of a seed with its position. The line is determined only for
// an error.
type Node struct {
	source *source
	parent *Node
	key    string // the member's name, or
	index  int    // the element's index if key is empty
	raw    json.RawMessage
}

func (n *Node) member(key string, raw json.RawMessage) *Node {
	return &Node{source: n.source, parent: n, key: key, raw: raw}
}

func (n *Node) element(i int, raw json.RawMessage) *Node {
	return &Node{source: n.source, parent: n, index: i, raw: raw}
}

func (n *Node) steps() []*Node {
	if n.parent == nil {
		return nil
	}
	return append(n.parent.steps(), n)
}

// Fail returns an error at the position of the node.
func (n *Node) Fail(format string, args ...any) error {
	var path strings.Builder
	for _, s := range n.steps() {
		switch {
		case s.key == "":
			path.WriteString("[" + strconv.Itoa(s.index) + "]")
		case path.Len() == 0:
			path.WriteString(s.key)
		default:
			path.WriteString("." + s.key)
		}
	}
	return &SeedError{Name: n.source.name, Line: n.line(), Path: path.String(), Reason: fmt.Sprintf(format, args...)}
}

// Because turns an error of the world into a seed error.
func (n *Node) Because(err error) error {
	if err == nil {
		return nil
	}
	var fault *refusal.Error
	var seed *SeedError
	switch {
	case errors.As(err, &seed):
		return err
	case errors.As(err, &fault):
		reason := fault.Message
		if len(fault.Details) > 1 {
			reason += " It belongs to " + fault.Details[1].Message + "."
		}
		return n.Fail("%s", reason)
	default:
		return n.Fail("%v", err)
	}
}

// line scans the text again for the position of the node.
func (n *Node) line() int {
	decoder := json.NewDecoder(bytes.NewReader(n.source.data))
	for _, s := range n.steps() {
		if !s.reach(decoder) {
			break
		}
	}
	rest := n.source.data[decoder.InputOffset():]
	start := len(n.source.data) - len(bytes.TrimLeft(rest, " \t\r\n:,"))
	return lineAt(n.source.data, start)
}

// reach moves a decoder from before the parent to before the value.
func (n *Node) reach(decoder *json.Decoder) bool {
	if _, err := decoder.Token(); err != nil {
		return false
	}
	var skipped json.RawMessage
	for i := 0; decoder.More(); i++ {
		if n.key != "" {
			name, err := decoder.Token()
			if err != nil {
				return false
			}
			if name == n.key {
				return true
			}
		} else if i == n.index {
			return true
		}
		if decoder.Decode(&skipped) != nil {
			return false
		}
	}
	return false
}

func lineAt(data []byte, offset int) int {
	return 1 + bytes.Count(data[:min(max(offset, 0), len(data))], []byte("\n"))
}

// Object parses the members of an object, rejecting members that are not allowed.
func (n *Node) Object(allowed ...string) (map[string]*Node, error) {
	nodes := map[string]*Node{}
	isObject, err := eachMember(n.raw, func(name, raw []byte) error {
		m := n.member(n.source.text(name), raw)
		if allowed != nil && !slices.Contains(allowed, m.key) {
			return m.Fail("is not a known member; known are %s", strings.Join(allowed, ", "))
		}
		nodes[m.key] = m
		return nil
	})
	if !isObject {
		err = n.Fail("must be an object")
	}
	return nodes, err
}

// List returns the elements of a list; null means none.
func (n *Node) List() ([]*Node, error) {
	var nodes []*Node
	isList := eachElement(n.raw, func(raw []byte) { nodes = append(nodes, n.element(len(nodes), raw)) })
	if !isList && !n.Is("null") {
		return nil, n.Fail("must be a list")
	}
	return nodes, nil
}

// Text parses a string that is not empty.
func (n *Node) Text() (string, error) {
	var s string
	if err := json.Unmarshal(n.raw, &s); err != nil || s == "" {
		return "", n.Fail("must be a non-empty string")
	}
	return s, nil
}

// GUID parses a GUID, in lower case.
func (n *Node) GUID() (string, error) {
	s, err := n.Text()
	if err == nil && !schema.IsGUID(s) {
		err = n.Fail("%q is not a GUID", s)
	}
	return strings.ToLower(s), err
}

// Boolean parses true or false.
func (n *Node) Boolean() (bool, error) {
	var b bool
	if err := json.Unmarshal(n.raw, &b); err != nil {
		return false, n.Fail("must be true or false")
	}
	return b, nil
}

// Texts parses a list of strings.
func (n *Node) Texts() ([]string, error) {
	elements, err := n.List()
	if err != nil {
		return nil, err
	}
	texts := make([]string, 0, len(elements))
	for _, e := range elements {
		s, err := e.Text()
		if err != nil {
			return nil, err
		}
		texts = append(texts, s)
	}
	return texts, nil
}

// Value decodes any value.
func (n *Node) Value() (any, error) {
	v, err := n.source.value(n.key, n.raw)
	if err != nil {
		return nil, n.Fail("%v", err)
	}
	return v, nil
}

// Into decodes the node strictly into a struct whose JSON names are its schema.
func (n *Node) Into(target any) error {
	decoder := json.NewDecoder(bytes.NewReader(n.raw))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(target); err != nil {
		var wrong *json.UnmarshalTypeError
		if errors.As(err, &wrong) && wrong.Field != "" {
			return n.Fail("%s must be of type %s", wrong.Field, wrong.Type)
		}
		return n.Fail("%s", strings.TrimPrefix(err.Error(), "json: "))
	}
	return nil
}

// Is reports whether the text of the value has the prefix.
func (n *Node) Is(start string) bool { return strings.HasPrefix(string(n.raw), start) }

// Raw is the text of the value.
func (n *Node) Raw() json.RawMessage { return n.raw }

// OneOf parses an optional text with a fixed set of values; if absent, the field
// is unchanged.
func (n *Node) OneOf(values []string, field *string) error {
	if n == nil {
		return nil
	}
	text, err := n.Text()
	if err != nil {
		return err
	}
	if !slices.Contains(values, text) {
		return n.Fail("%q is not one of %s", text, strings.Join(values, ", "))
	}
	*field = text
	return nil
}
