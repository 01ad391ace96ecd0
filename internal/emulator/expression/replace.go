package expression

import (
	"fmt"
	"regexp"
	"strings"
)

// replacement holds the arguments of Replace; which are given decides what it does.
type replacement struct {
	source, old, pattern, group, value, attribute, template Value
}

func replace(args []Value) (Value, error) {
	at := func(i int) Value {
		if i < len(args) {
			return args[i]
		}
		return nil
	}
	r := replacement{at(0), at(1), at(2), at(3), at(4), at(5), at(6)}
	switch {
	case !r.old.Null() && !r.template.Null():
		return text(r.template, func(s string) string { return strings.ReplaceAll(s, r.old.String(), r.source.String()) }), nil
	case !r.old.Null():
		if r.old.String() == "" {
			return r.source, nil
		}
		return text(r.source, func(s string) string { return strings.ReplaceAll(s, r.old.String(), r.value.String()) }), nil
	case !r.pattern.Null():
		return r.byPattern()
	default:
		return r.source, nil
	}
}

func (r replacement) byPattern() (Value, error) {
	// RE2 lacks lookarounds and backreferences of .NET.
	pattern, err := regexp.Compile(r.pattern.String())
	if err != nil {
		return nil, fmt.Errorf("the pattern %q: %w", r.pattern.String(), ErrNotModeled)
	}
	group := r.group.String()
	if group != "" && pattern.SubexpIndex(group) < 0 {
		return nil, fmt.Errorf("the pattern %q has no group %q", r.pattern.String(), group)
	}
	switch {
	case group == "":
		return text(r.source, func(s string) string { return pattern.ReplaceAllString(s, r.value.String()) }), nil
	case !r.attribute.Null():
		if !r.source.Empty() {
			return r.source, nil
		}
		found := pattern.FindStringSubmatch(r.attribute.String())
		if found == nil {
			return nil, nil
		}
		return Text(found[pattern.SubexpIndex(group)]), nil
	default:
		return text(r.source, func(s string) string { return replaceGroup(pattern, s, group, r.value.String()) }), nil
	}
}

// replaceGroup replaces what the group matches.
func replaceGroup(pattern *regexp.Regexp, s, group, value string) string {
	i := 2 * pattern.SubexpIndex(group)
	var out strings.Builder
	last := 0
	for _, m := range pattern.FindAllStringSubmatchIndex(s, -1) {
		if m[i] < last {
			continue
		}
		out.WriteString(s[last:m[i]] + value)
		last = m[i+1]
	}
	return out.String() + s[last:]
}
