package synchronization

import (
	"context"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/syncschema"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// syncRecord is the record in private state of a synchronization.
var syncRecord = tfkit.Record[syncNotes]{Key: "sync", Version: 1}

// syncNotes is what a synchronization remembers beyond its attributes.
type syncNotes struct {
	// Adopted is set for an adopted or imported configuration. It determines the
	// default effect of a destroy.
	Adopted bool `json:"adopted"`
	// Status is the status that this resource has set. Another one comes from elsewhere.
	Status string `json:"status,omitempty"`
	// Former are the rows of the mapping before this resource changed them, by target in
	// lower case; null for a row that was absent.
	Former map[string]*string `json:"former,omitempty"`
	// Applied are the rows that this resource has written, in the form of
	// syncschema.Wanted.Key. Another value of a row is an edit from elsewhere.
	Applied map[string]string `json:"applied,omitempty"`
}

func (n syncNotes) onDestroy() string { return adoption{n.Adopted}.onDestroy() }

// change returns the change of a schema that the plan asks for: the configured rows,
// and the former ones of those that left the configuration.
func (n *syncNotes) change(ctx context.Context, s *syncschema.Schema, m *syncModel) syncschema.Change {
	wanted := m.wanted(ctx)
	var c syncschema.Change
	for _, target := range targets(wanted) {
		w := wanted[target]
		if _, noted := n.Former[target]; !noted {
			n.note(s, w.Target)
		}
		c.Rows = append(c.Rows, w)
	}
	for _, target := range targets(n.Former) {
		if _, still := wanted[target]; !still {
			c.Rows = append(c.Rows, formerRow(target, n.Former[target]))
		}
	}
	if tfkit.Known(m.DeleteOutOfScope) {
		c.Deletes = m.DeleteOutOfScope.ValueBoolPointer()
	}
	if tfkit.Known(m.Groups) {
		c.Groups = m.Groups.ValueBoolPointer()
	}
	return c
}

// note remembers a row before its first change.
func (n *syncNotes) note(s *syncschema.Schema, target string) {
	if n.Former == nil {
		n.Former = map[string]*string{}
	}
	n.Former[strings.ToLower(target)] = nil
	if r, there := s.Row(target); there {
		n.Former[strings.ToLower(target)] = &r.Text
	}
}

func formerRow(target string, text *string) syncschema.Wanted {
	if text == nil {
		return syncschema.Wanted{Target: target, Absent: true}
	}
	return syncschema.Wanted{Target: target, Former: *text}
}

// done records the rows after a write.
func (n *syncNotes) done(wanted map[string]syncschema.Wanted) {
	n.Applied = map[string]string{}
	for target, w := range wanted {
		n.Applied[target] = w.Key()
	}
	for target := range n.Former {
		if _, still := wanted[target]; !still {
			delete(n.Former, target)
		}
	}
}
