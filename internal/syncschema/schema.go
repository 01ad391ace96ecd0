package syncschema

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// The types of objects that cross-tenant synchronization maps.
const (
	users  = "User"
	groups = "Group"
)

// Row is the mapping of one attribute of users.
type Row struct {
	// Target is the attribute of the target tenant.
	Target string
	Source Source
	// FlowType is Always, ObjectAddOnly or another one (graph-cross-tenant §4.5).
	FlowType string
	// Matching is set for the row that finds the user of the target tenant, which
	// cannot be changed.
	Matching bool
	// Text is the JSON of the row.
	Text string

	node node
}

// Schema is the schema of a job, with its text.
type Schema struct {
	text []byte
	root node
	user node
	// group is the mapping of groups; nil if there is none.
	group *node
	rows  []Row
	array node
}

// Parse finds the mappings of users and groups in a schema. A schema that maps no
// users is an error.
func Parse(text []byte) (*Schema, error) {
	root, err := scan(text)
	if err != nil {
		return nil, fmt.Errorf("the schema cannot be read: %w", err)
	}
	s := &Schema{text: text, root: root}
	found := false
	rules, _ := root.member("synchronizationRules")
	for _, rule := range rules.elements {
		mappings, _ := rule.member("objectMappings")
		for _, m := range mappings.elements {
			switch s.object(m) {
			case users:
				if !found {
					s.user, found = m, true
				}
			case groups:
				if s.group == nil {
					s.group = &m
				}
			}
		}
	}
	if !found {
		return nil, fmt.Errorf("the schema has no mapping of users")
	}
	array, there := s.user.member("attributeMappings")
	if !there || text[array.start] != '[' {
		return nil, fmt.Errorf("the mapping of users has no attributes")
	}
	s.array = array
	for _, e := range array.elements {
		r, err := s.row(e)
		if err != nil {
			return nil, err
		}
		s.rows = append(s.rows, r)
	}
	return s, nil
}

// object is the type of objects that a mapping is about; empty for one between
// different types.
func (s *Schema) object(mapping node) string {
	source, target := s.textOf(mapping, "sourceObjectName"), s.textOf(mapping, "targetObjectName")
	if source != target {
		return ""
	}
	return source
}

// textOf is a member that is a string, empty for any other.
func (s *Schema) textOf(n node, name string) string {
	m, there := n.member(name)
	if !there {
		return ""
	}
	var text string
	if json.Unmarshal(s.text[m.start:m.end], &text) != nil {
		return ""
	}
	return text
}

func (s *Schema) row(n node) (Row, error) {
	text := s.text[n.start:n.end]
	var j struct {
		Target   *string         `json:"targetAttributeName"`
		FlowType *string         `json:"flowType"`
		Matching json.RawMessage `json:"matchingPriority"`
		Source   *sourceJSON     `json:"source"`
	}
	if err := json.Unmarshal(text, &j); err != nil {
		return Row{}, fmt.Errorf("a row of the mapping of users cannot be read: %w", err)
	}
	r := Row{Target: valueOf(j.Target), FlowType: valueOf(j.FlowType), Text: string(text), node: n}
	if j.Source != nil {
		r.Source = j.Source.source()
	}
	priority, err := strconv.ParseFloat(string(j.Matching), 64)
	r.Matching = err == nil && priority > 0
	return r, nil
}

// Row returns the row of an attribute of the target. Names of attributes do not
// depend on case.
func (s *Schema) Row(target string) (Row, bool) {
	i := slices.IndexFunc(s.rows, func(r Row) bool { return strings.EqualFold(r.Target, target) })
	if i < 0 {
		return Row{}, false
	}
	return s.rows[i], true
}

// Deletes reports whether users that leave the scope are deleted in the target.
func (s *Schema) Deletes() bool {
	return slices.ContainsFunc(flows(s.textOf(s.user, "flowTypes")), isDelete)
}

// Groups reports whether groups are synchronized; known is false if the schema has no
// mapping of groups.
func (s *Schema) Groups() (on, known bool) {
	if s.group == nil {
		return false, false
	}
	enabled, there := s.group.member("enabled")
	return there && string(s.text[enabled.start:enabled.end]) == "true", true
}

const flowDelete = "Delete"

func isDelete(flow string) bool { return strings.EqualFold(flow, flowDelete) }

func flows(text string) []string {
	var all []string
	for flow := range strings.SplitSeq(text, ",") {
		if flow = strings.TrimSpace(flow); flow != "" {
			all = append(all, flow)
		}
	}
	return all
}
