package report

import (
	"fmt"
	"slices"
	"strings"
)

// class is how a setting, or half of an edge, is drawn. The zero class does not
// apply. A worse class is greater.
type class int

const (
	absent class = iota
	open
	limited
	inherited
	unseen
	unclear
	warned
	blocked
)

type classRow struct{ name, glyph, title, meaning string }

// classes have a glyph and a dash each, so that none depends on color.
var classes = map[class]classRow{
	absent:    {"absent", "·", "does not apply", "not needed by the edge"},
	open:      {"open", "✓", "open", "each setting that the edge needs allows it"},
	limited:   {"limited", "◐", "limited", "allowed for some users or applications"},
	inherited: {"inherited", "↑", "inherited", "the tenant's default decides, which is not in the file"},
	unseen:    {"unseen", "○", "not in the file", "the file does not manage the setting"},
	unclear:   {"unclear", "?", "unknown", "decided during the apply"},
	warned:    {"warned", "!", "warning", "the topology check has a warning"},
	blocked:   {"blocked", "✕", "blocked", "a setting or an error of the topology check blocks it"},
}

// verdict is a class with the words for a setting. Fallback is set if no entry but
// the default, or the lack of one, decides.
type verdict struct {
	class    class
	text     string
	fallback bool
}

func undecided(c condition) verdict {
	if c == hidden {
		return verdict{class: unclear, text: "sensitive"}
	}
	return verdict{class: unclear, text: "known after apply"}
}

// teams is the application that direct connect needs (graph-cross-tenant §1.7).
const teams = "Office365"

func judgeSetting(v value[settingShape], application string) verdict {
	return judgeBlock(v.condition, v.v.Inherit, application, v.v.Users, v.v.Apps)
}

// judgeBlock judges the halves of a block (graph-cross-tenant §1.7). If an
// application is named, access to it suffices.
func judgeBlock(c condition, inherit value[bool], application string, halves ...value[targetsShape]) verdict {
	switch {
	case c == null, c == known && inherit.v:
		return verdict{class: inherited}
	case c != known:
		return undecided(c)
	}
	worst := verdict{class: open}
	var parts []string
	for _, half := range halves {
		v := judgeTargets(half, application)
		parts = append(parts, v.text)
		worst.class = max(worst.class, v.class)
	}
	worst.text = joined(parts)
	return worst
}

// judgeTargets judges one half: all, some or none of its targets.
func judgeTargets(t value[targetsShape], application string) verdict {
	if t.condition == null {
		return verdict{class: unclear, text: "one half is not configured"}
	}
	if t.condition != known || t.v.Access.condition != known || t.v.Targets.condition != known {
		return undecided(unknown)
	}
	all := slices.ContainsFunc(t.v.Targets.v, func(target value[targetShape]) bool {
		return slices.Contains([]string{"AllUsers", "AllApplications", application}, target.v.Target.v)
	})
	text := t.v.Access.v + " for " + targetsText(t.v.Targets.v)
	switch {
	case !all:
		return verdict{class: limited, text: text}
	case t.v.Access.v == "allowed":
		return verdict{class: open, text: text}
	}
	return verdict{class: blocked, text: text}
}

// targetsText counts ids and names keywords.
func targetsText(targets []value[targetShape]) string {
	counts := map[string]int{}
	var words []string
	for _, t := range targets {
		switch name := t.v.Target.v; name {
		case "AllUsers":
			words = append(words, "all users")
		case "AllApplications":
			words = append(words, "all applications")
		case "Office365", "AllMicrosoftApps":
			words = append(words, name)
		default:
			counts[t.v.Type.v]++
		}
	}
	for _, kind := range []string{"user", "group", "application", ""} {
		if n := counts[kind]; n > 0 {
			words = append(words, plural(n, strings.TrimSpace(kind+" target")))
		}
	}
	return joined(words)
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func joined(words []string) string { return strings.Join(words, ", ") }
