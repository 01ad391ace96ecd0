package syncschema

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// The flow types that a configuration chooses between (graph-cross-tenant §4.5).
const (
	Always     = "Always"
	OnCreation = "ObjectAddOnly"
)

// Wanted is what a configuration says about one row.
type Wanted struct {
	Target string
	// Absent removes the row, and with it what follows from the other fields.
	Absent bool
	// Former puts this text in place of the row. It is that of a Row.
	Former string
	Source Source
	// FlowType is left alone when it is empty; a new row then has NewFlow, or flows
	// always.
	FlowType, NewFlow string
}

// Key identifies what is wanted, without regard to spelling.
func (w Wanted) Key() string {
	if w.Absent {
		return "absent"
	}
	return w.FlowType + " " + w.Source.key()
}

// SeenIn reports whether a schema has what is wanted.
func (w Wanted) SeenIn(s *Schema) bool {
	r, there := s.Row(w.Target)
	switch {
	case w.Absent:
		return !there
	case w.Former != "":
		return there && r.Text == w.Former
	}
	return there && r.Source.Same(w.Source) && (w.FlowType == "" || strings.EqualFold(r.FlowType, w.FlowType))
}

// Change is a change of a schema. What it does not name stays as it is, byte for
// byte.
type Change struct {
	Rows []Wanted
	// Deletes and Groups are left alone when they are nil.
	Deletes, Groups *bool
}

// SeenInText reports whether a text has every row of the change, the deletions and the
// groups.
func (c Change) SeenInText(text []byte) bool {
	s, err := Parse(text)
	if err != nil {
		return false
	}
	_, differs, err := s.Edited(c)
	return err == nil && !differs
}

// Edited returns the text of the schema with a change, and whether that differs. It
// leaves out the annotations of an answer at the top, which are no part of a schema.
func (s *Schema) Edited(c Change) (text []byte, differs bool, err error) {
	edits, err := s.editRows(c.Rows)
	if err != nil {
		return nil, false, err
	}
	if c.Deletes != nil && *c.Deletes != s.Deletes() {
		edits = append(edits, s.user.setMember("flowTypes", quote(s.flowTypes(*c.Deletes))))
	}
	if c.Groups != nil {
		on, known := s.Groups()
		switch {
		case !known && *c.Groups:
			return nil, false, fmt.Errorf("the schema has no mapping of groups")
		case known && on != *c.Groups:
			edits = append(edits, s.group.setMember("enabled", fmt.Sprint(*c.Groups)))
		}
	}
	if len(edits) == 0 {
		return s.text, false, nil
	}
	edits = append(edits, s.root.removeMembers(func(name string) bool { return strings.HasPrefix(name, "@") })...)
	return apply(s.text, edits), true, nil
}

// flowTypes are the kinds of changes with or without deletions.
func (s *Schema) flowTypes(deletes bool) string {
	all := slices.DeleteFunc(flows(s.textOf(s.user, "flowTypes")), isDelete)
	if deletes {
		all = append(all, flowDelete)
	}
	return strings.Join(all, ", ")
}

func (s *Schema) editRows(rows []Wanted) ([]edit, error) {
	var (
		edits   []edit
		added   []string
		removed = map[int]bool{}
	)
	for _, w := range rows {
		if w.SeenIn(s) {
			continue
		}
		r, there := s.Row(w.Target)
		switch {
		case r.Matching:
			return nil, fmt.Errorf("attribute %s matches the users of both tenants, and cannot be changed", r.Target)
		case !there:
			added = append(added, w.json())
		case w.Absent:
			i := slices.IndexFunc(s.rows, func(other Row) bool { return other.node.start == r.node.start })
			removed[i] = true
		case w.Former != "":
			edits = append(edits, edit{r.node.start, r.node.end, w.Former})
		default:
			edits = append(edits, w.edits(r)...)
		}
	}
	return append(edits, s.array.change(func(i int) bool { return removed[i] }, added)...), nil
}

// edits changes the members of a row that differ.
func (w Wanted) edits(r Row) []edit {
	var edits []edit
	if !r.Source.Same(w.Source) {
		edits = append(edits, r.node.setMember("source", w.Source.json()))
	}
	if w.FlowType != "" && !strings.EqualFold(w.FlowType, r.FlowType) {
		edits = append(edits, r.node.setMember("flowType", quote(w.FlowType)))
	}
	return edits
}

// json is a new row.
func (w Wanted) json() string {
	if w.Former != "" {
		return w.Former
	}
	flow := cmp.Or(w.FlowType, w.NewFlow, Always)
	return `{"defaultValue":null,"exportMissingReferences":false,"flowBehavior":"FlowWhenChanged","flowType":` + quote(flow) +
		`,"matchingPriority":0,"targetAttributeName":` + quote(w.Target) + `,"source":` + w.Source.json() + `}`
}
