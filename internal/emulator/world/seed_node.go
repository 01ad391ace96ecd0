package world

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// SeedError says where a seed is wrong and why.
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
}

// node is one value of a seed that knows where it stands. The line is only
// looked up when something is wrong.
type node struct {
	source *source
	parent *node
	key    string // the member's name, or
	index  int    // the element's place when key is empty
	raw    json.RawMessage
}

func (n *node) member(key string, raw json.RawMessage) *node {
	return &node{source: n.source, parent: n, key: key, raw: raw}
}

func (n *node) element(i int, raw json.RawMessage) *node {
	return &node{source: n.source, parent: n, index: i, raw: raw}
}

func (n *node) steps() []*node {
	if n.parent == nil {
		return nil
	}
	return append(n.parent.steps(), n)
}

func (n *node) fail(format string, args ...any) error {
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

// because turns a refusal of the world into an error of the seed.
func (n *node) because(err error) error {
	var fault *Fault
	var seed *SeedError
	switch {
	case err == nil, errors.As(err, &seed):
		return err
	case errors.As(err, &fault):
		reason := fault.Message
		if len(fault.Details) > 1 {
			reason += " It belongs to " + fault.Details[1].Message + "."
		}
		return n.fail("%s", reason)
	default:
		return n.fail("%v", err)
	}
}

// line walks the text again to the place of the node.
func (n *node) line() int {
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

// reach moves a decoder that stands before the parent to just before the value.
func (n *node) reach(decoder *json.Decoder) bool {
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

// object reads the members of an object, refusing those that are not allowed.
func (n *node) object(allowed ...string) (map[string]*node, error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(n.raw, &members); err != nil || members == nil {
		return nil, n.fail("must be an object")
	}
	nodes := make(map[string]*node, len(members))
	for key, raw := range members {
		m := n.member(key, raw)
		if allowed != nil && !slices.Contains(allowed, key) {
			return nil, m.fail("is not a known member; known are %s", strings.Join(allowed, ", "))
		}
		nodes[key] = m
	}
	return nodes, nil
}

func (n *node) list() ([]*node, error) {
	var elements []json.RawMessage
	if err := json.Unmarshal(n.raw, &elements); err != nil {
		return nil, n.fail("must be a list")
	}
	nodes := make([]*node, len(elements))
	for i, raw := range elements {
		nodes[i] = n.element(i, raw)
	}
	return nodes, nil
}

func (n *node) text() (string, error) {
	var s string
	if err := json.Unmarshal(n.raw, &s); err != nil || s == "" {
		return "", n.fail("must be a non-empty string")
	}
	return s, nil
}

func (n *node) guid() (string, error) {
	s, err := n.text()
	if err == nil && !isGUID(s) {
		err = n.fail("%q is not a GUID", s)
	}
	return strings.ToLower(s), err
}

func (n *node) boolean() (bool, error) {
	var b bool
	if err := json.Unmarshal(n.raw, &b); err != nil {
		return false, n.fail("must be true or false")
	}
	return b, nil
}

func (n *node) texts() ([]string, error) {
	elements, err := n.list()
	if err != nil {
		return nil, err
	}
	texts := make([]string, 0, len(elements))
	for _, e := range elements {
		s, err := e.text()
		if err != nil {
			return nil, err
		}
		texts = append(texts, s)
	}
	return texts, nil
}

func (n *node) value() (any, error) {
	var v any
	if err := json.Unmarshal(n.raw, &v); err != nil {
		return nil, n.fail("%v", err)
	}
	return v, nil
}

// into decodes the node strictly into a struct whose JSON names are its schema.
func (n *node) into(target any) error {
	decoder := json.NewDecoder(bytes.NewReader(n.raw))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(target); err != nil {
		var wrong *json.UnmarshalTypeError
		if errors.As(err, &wrong) && wrong.Field != "" {
			return n.fail("%s must be of type %s", wrong.Field, wrong.Type)
		}
		return n.fail("%s", strings.TrimPrefix(err.Error(), "json: "))
	}
	return nil
}
