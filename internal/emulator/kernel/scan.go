package kernel

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"
)

// The functions below scan JSON that is known to be valid, without copying:
// encoding/json copies each value once for each enclosing object, which is 900 MB
// for a seed of 300,000 users.

// eachMember calls do with the members of an object, and reports whether the value
// is an object. The names are quoted as in the text.
func eachMember(raw []byte, do func(name, value []byte) error) (isObject bool, err error) {
	if len(raw) == 0 || raw[0] != '{' {
		return false, nil
	}
	for i := blanks(raw, 1); raw[i] != '}'; i = next(raw, i) {
		end := valueEnd(raw, i)
		start := blanks(raw, blanks(raw, end)+1) // after the colon
		name := raw[i:end]
		i = valueEnd(raw, start)
		if err := do(name, raw[start:i]); err != nil {
			return true, err
		}
	}
	return true, nil
}

// eachElement calls do with the elements of a list, and reports whether the value
// is a list.
func eachElement(raw []byte, do func(value []byte)) (isList bool) {
	if len(raw) == 0 || raw[0] != '[' {
		return false
	}
	for i := blanks(raw, 1); raw[i] != ']'; i = next(raw, i) {
		end := valueEnd(raw, i)
		do(raw[i:end])
		i = end
	}
	return true
}

// blanks returns the first position from i that is not white space.
func blanks(raw []byte, i int) int {
	for raw[i] == ' ' || raw[i] == '\n' || raw[i] == '\t' || raw[i] == '\r' {
		i++
	}
	return i
}

// next returns the start of the text after a value, and after the comma if there
// is one.
func next(raw []byte, i int) int {
	if i = blanks(raw, i); raw[i] == ',' {
		i = blanks(raw, i+1)
	}
	return i
}

// valueEnd returns the position after the value that starts at i.
func valueEnd(raw []byte, i int) int {
	depth := 0
	for {
		switch raw[i] {
		case '"':
			i = textEnd(raw, i)
		case '{', '[':
			depth++
			i++
		case '}', ']':
			depth--
			i++
		default:
			if i++; depth == 0 && (i == len(raw) || bytes.IndexByte([]byte(" \t\r\n,:}]"), raw[i]) >= 0) {
				return i
			}
			continue
		}
		if depth == 0 {
			return i
		}
	}
}

// textEnd returns the position after the closing quote of a text.
func textEnd(raw []byte, i int) int {
	for i++; raw[i] != '"'; i++ {
		if raw[i] == '\\' {
			i++
		}
	}
	return i + 1
}

// plainText returns the content of a text without escapes.
func plainText(raw []byte) (text []byte, ok bool) {
	if len(raw) < 2 || raw[0] != '"' || bytes.IndexByte(raw, '\\') >= 0 || !utf8.Valid(raw) {
		return nil, false
	}
	return raw[1 : len(raw)-1], true
}

// texts interns repeated texts of a seed, by property: many users have the same
// department. Member names are stored under the empty name.
type texts map[string]map[string]any

// maxRepeated limits the interned values of one property. A property with more
// values is unlikely to repeat them.
const maxRepeated = 256

// value decodes the value of a property.
func (t texts) value(property string, raw []byte) (v any, err error) {
	text, plain := plainText(raw)
	if !plain {
		err = json.Unmarshal(raw, &v)
		return v, err
	}
	known := t[property]
	if v, ok := known[string(text)]; ok {
		return v, nil
	}
	if known == nil {
		known = map[string]any{}
		t[property] = known
	}
	v = string(text)
	if len(known) < maxRepeated {
		known[string(text)] = v
	}
	return v, nil
}

// text decodes the name of a member.
func (t texts) text(raw []byte) string {
	v, _ := t.value("", raw) // names in valid JSON are texts
	name, _ := v.(string)
	return name
}
