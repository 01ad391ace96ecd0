package collaboration

import (
	"fmt"
	"maps"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// formerRecord is the record of former settings in private state.
var formerRecord = tfkit.Record[formerSettings]{Key: "former", Version: 1}

// formerSettings are the properties that a resource manages or has managed, by their
// names in Graph, with their values before its first change: a text, a boolean or
// null.
type formerSettings struct {
	Settings map[string]any `json:"settings"`
}

// before adds the properties that are not recorded yet.
func (f formerSettings) before(managed, now graph.Settings) formerSettings {
	next := formerSettings{maps.Clone(f.Settings)}
	if next.Settings == nil {
		next.Settings = map[string]any{}
	}
	for property := range managed {
		if _, recorded := next.Settings[property]; !recorded {
			next.Settings[property] = now[property]
		}
	}
	return next
}

// change restores the properties that differ from what is there.
func (f formerSettings) change(now graph.Settings) graph.Settings {
	change := graph.Settings{}
	for property, value := range f.Settings {
		if !graph.SameSetting(value, now[property]) {
			change[property] = value
		}
	}
	return change
}

// described lists the values of a change as in a configuration, in the order of the
// settings.
func described(change graph.Settings, all []setting) string {
	var lines []string
	for _, s := range all {
		switch value, changes := change[s.property]; value := value.(type) {
		case string:
			lines = append(lines, fmt.Sprintf("  %s = %q", s.name, s.named(value)))
		case bool:
			lines = append(lines, fmt.Sprintf("  %s = %t", s.name, value))
		case nil:
			if changes {
				lines = append(lines, fmt.Sprintf("  %s = null", s.name))
			}
		}
	}
	return strings.Join(lines, "\n")
}
