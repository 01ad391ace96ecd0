package graph

import (
	"slices"
	"strings"
)

// Settings are properties of a policy by their names in Graph: a string, a bool or a
// []string, or nil for null. A change contains only the changed ones.
type Settings map[string]any

// SeenIn reports whether an answer has all values of a change. The case of texts and
// the order of lists have no meaning in these policies.
func (s Settings) SeenIn(now Settings) bool {
	for name, value := range s {
		if !SameSetting(value, now[name]) {
			return false
		}
	}
	return true
}

// Over returns the settings after a change.
func (s Settings) Over(before Settings) Settings {
	after := Settings{}
	for _, part := range []Settings{before, s} {
		for name, value := range part {
			after[name] = value
		}
	}
	return after
}

// SameSetting compares two values of a setting.
func SameSetting(a, b any) bool {
	switch a := a.(type) {
	case string:
		b, ok := b.(string)
		return ok && strings.EqualFold(a, b)
	case []string:
		b, ok := b.([]string)
		return ok && slices.Equal(folded(a), folded(b))
	}
	return a == b
}

func folded(texts []string) []string {
	lower := make([]string, 0, len(texts))
	for _, t := range texts {
		lower = append(lower, strings.ToLower(t))
	}
	slices.Sort(lower)
	return slices.Compact(lower)
}

// pick returns the named properties of an answer; an absent one is null.
func pick(answer map[string]any, names []string) Settings {
	s := Settings{}
	for _, name := range names {
		s[name] = Setting(answer[name])
	}
	return s
}

// Setting is a value of JSON as a setting.
func Setting(value any) any {
	if elements, ok := value.([]any); ok {
		return textsOf(elements)
	}
	return value
}

func textsOf(elements []any) []string {
	texts := make([]string, 0, len(elements))
	for _, e := range elements {
		if t, ok := e.(string); ok {
			texts = append(texts, t)
		}
	}
	return texts
}
