package rules

import (
	"slices"
	"strings"
)

// M365NamesLike lists the names of capabilities that resemble a text which is none:
// the same in another case, those that contain it, or else those that are nearest to
// it, if they are near.
func M365NamesLike(text string) []string {
	text = strings.ToLower(text)
	var containing []string
	nearest, distance := []string(nil), len(text)/3+1
	for _, k := range m365Kinds {
		name := strings.ToLower(k.Name)
		if name == text {
			return []string{k.Name}
		}
		if text != "" && strings.Contains(name, text) {
			containing = append(containing, k.Name)
		}
		switch d := edits(text, name); {
		case d < distance:
			nearest, distance = []string{k.Name}, d
		case d == distance:
			nearest = append(nearest, k.Name)
		}
	}
	if len(containing) > 0 {
		return containing
	}
	return nearest
}

// edits is the number of characters to insert, delete or replace between two texts.
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replaced := diagonal
			if a[i] != b[j] {
				replaced++
			}
			diagonal, row[j+1] = row[j+1], min(replaced, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// M365Names lists the names of the capabilities that a partner, or the default, can
// have.
func M365Names(onDefault bool) []string {
	var names []string
	for _, k := range m365Kinds {
		if k.settable(onDefault) {
			names = append(names, k.Name)
		}
	}
	slices.Sort(names)
	return names
}

func (k M365Kind) settable(onDefault bool) bool {
	return onDefault && k.OnDefault || !onDefault && k.OnPartner
}

// CheckM365Name explains why a name is no capability of a partner, or of the default;
// it returns an empty text for one that is.
func CheckM365Name(name string, onDefault bool) string {
	kind, known := M365KindOf(name)
	switch {
	case known && kind.settable(onDefault):
		return ""
	case known && onDefault:
		return "It can be set for a partner only: set partner_tenant_id to the id of the other tenant."
	case known:
		return "It concerns no other tenant, and can be set for the default only: set partner_tenant_id to \"default\"."
	}
	if like := M365NamesLike(name); len(like) > 0 {
		return "No capability has this name. Did you mean " + strings.Join(like, " or ") + "? Names are case-sensitive."
	}
	return "No capability has this name. The names are " + list(M365Names(onDefault)) + "."
}
