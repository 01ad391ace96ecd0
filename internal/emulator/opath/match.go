package opath

import (
	"slices"
	"strings"
)

// Getter returns the texts that a property has, none for one without a value. With
// wildcards, they are those that a pattern is compared with.
type Getter func(property string, wildcards bool) []string

// Match evaluates a filter. Comparisons ignore case; a list matches when one of its
// elements does.
func (f Filter) Match(get Getter) bool {
	switch f.operator {
	case "-and":
		return !slices.ContainsFunc(f.operands, func(o Filter) bool { return !o.Match(get) })
	case "-or":
		return slices.ContainsFunc(f.operands, func(o Filter) bool { return o.Match(get) })
	case "-not":
		return !f.operands[0].Match(get)
	case "-ne", "-notlike":
		return !f.compare(get)
	default:
		return f.compare(get)
	}
}

func (f Filter) compare(get Getter) bool {
	like := strings.HasSuffix(f.operator, "like")
	values := get(f.property, like)
	if f.value.Null {
		return len(values) == 0
	}
	return slices.ContainsFunc(values, func(v string) bool {
		if like {
			return wildcard(strings.ToLower(f.value.Text), strings.ToLower(v))
		}
		return strings.EqualFold(v, f.value.Text)
	})
}

// wildcard compares a text with a pattern in which * stands for any text.
func wildcard(pattern, value string) bool {
	parts := strings.Split(pattern, "*")
	if len(parts) == 1 {
		return pattern == value
	}
	first, last := parts[0], parts[len(parts)-1]
	if !strings.HasPrefix(value, first) {
		return false
	}
	value = value[len(first):]
	for _, part := range parts[1 : len(parts)-1] {
		i := strings.Index(value, part)
		if i < 0 {
			return false
		}
		value = value[i+len(part):]
	}
	return len(value) >= len(last) && strings.HasSuffix(value, last)
}
