package syncschema

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// node is a value of a JSON text, with its position.
type node struct {
	// start and end are the offsets of the value: text[start:end].
	start, end int
	// members are those of an object, elements those of an array.
	members  []member
	elements []node
}

// member is a member of an object. Its position starts with the name.
type member struct {
	name  string
	start int
	node
}

// scanner finds the positions of values.
type scanner struct {
	text    []byte
	decoder *json.Decoder
}

// scan finds the positions of all values of a JSON text.
func scan(text []byte) (node, error) {
	if !json.Valid(text) {
		var value json.RawMessage
		return node{}, fmt.Errorf("not a JSON text: %w", json.Unmarshal(text, &value))
	}
	s := scanner{text, json.NewDecoder(bytes.NewReader(text))}
	s.decoder.UseNumber()
	return s.value()
}

// next is the offset of the next token: after the white space, and the separators
// that are no tokens.
func (s scanner) next() int {
	at := int(s.decoder.InputOffset())
	return at + len(s.text[at:]) - len(bytes.TrimLeft(s.text[at:], " \t\r\n,:"))
}

func (s scanner) value() (node, error) {
	n := node{start: s.next()}
	token, err := s.decoder.Token()
	if err != nil {
		return node{}, err
	}
	switch token {
	case json.Delim('{'):
		err = s.fill(func() error {
			m := member{start: s.next()}
			name, err := s.decoder.Token()
			if err != nil {
				return err
			}
			m.name, _ = name.(string)
			m.node, err = s.value()
			n.members = append(n.members, m)
			return err
		})
	case json.Delim('['):
		err = s.fill(func() error {
			e, err := s.value()
			n.elements = append(n.elements, e)
			return err
		})
	}
	n.end = int(s.decoder.InputOffset())
	return n, err
}

// fill reads the parts of an object or an array, and its end.
func (s scanner) fill(part func() error) error {
	for s.decoder.More() {
		if err := part(); err != nil {
			return err
		}
	}
	_, err := s.decoder.Token()
	return err
}

// member returns the value of a member. Of several with the same name the last one
// counts, as in encoding/json.
func (n node) member(name string) (node, bool) {
	for _, m := range slices.Backward(n.members) {
		if m.name == name {
			return m.node, true
		}
	}
	return node{}, false
}

// edit replaces text[start:end].
type edit struct {
	start, end int
	with       string
}

// apply makes edits that do not overlap. Insertions at one place keep their order.
func apply(text []byte, edits []edit) []byte {
	slices.SortStableFunc(edits, func(a, b edit) int { return a.start - b.start })
	var edited []byte
	at := 0
	for _, e := range edits {
		edited = append(append(edited, text[at:e.start]...), e.with...)
		at = e.end
	}
	return append(edited, text[at:]...)
}

// setMember replaces the value of a member, or adds the member.
func (n node) setMember(name, value string) edit {
	if old, there := n.member(name); there {
		return edit{old.start, old.end, value}
	}
	added := quote(name) + ":" + value
	if len(n.members) == 0 {
		return edit{n.start + 1, n.start + 1, added}
	}
	end := n.members[len(n.members)-1].end
	return edit{end, end, "," + added}
}

// span is the position of a part of an object or an array.
type span struct{ start, end int }

// without removes parts of a list, each with one comma. It leaves the white space
// around the others as it is.
func without(parts []span, removed func(int) bool) []edit {
	var edits []edit
	kept := false
	for i, p := range parts {
		switch {
		case !removed(i):
			kept = true
		case kept:
			edits = append(edits, edit{start: parts[i-1].end, end: p.end})
		case i+1 < len(parts):
			edits = append(edits, edit{start: p.start, end: parts[i+1].start})
		default:
			edits = append(edits, edit{start: p.start, end: p.end})
		}
	}
	return edits
}

// change removes elements of an array, and adds others at its end.
func (n node) change(removed func(int) bool, added []string) []edit {
	parts := make([]span, len(n.elements))
	kept := false
	for i, e := range n.elements {
		parts[i] = span{e.start, e.end}
		kept = kept || !removed(i)
	}
	edits := without(parts, removed)
	if len(added) == 0 {
		return edits
	}
	text, at := strings.Join(added, ","), n.start+1
	if len(parts) > 0 {
		at = parts[len(parts)-1].end
	}
	if kept {
		text = "," + text
	}
	return append(edits, edit{at, at, text})
}

// removeMembers removes members of an object.
func (n node) removeMembers(removed func(name string) bool) []edit {
	parts := make([]span, len(n.members))
	for i, m := range n.members {
		parts[i] = span{m.start, m.end}
	}
	return without(parts, func(i int) bool { return removed(n.members[i].name) })
}

// quote is a JSON string.
func quote(text string) string {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(text) // a string always encodes
	return strings.TrimSuffix(b.String(), "\n")
}
