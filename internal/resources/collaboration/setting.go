package collaboration

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// setting is an attribute that is one property of a policy: a text or a flag.
type setting struct {
	// property is the name in Graph, name the one in configurations.
	property, name string

	text *types.String
	// names are the names of some texts of Graph in configurations; all other texts
	// are the same in both.
	names map[string]string

	flag *types.Bool
}

// wire is the value for Graph; it is not known for an attribute that is null or
// unknown.
func (s setting) wire() (value any, known bool) {
	if s.flag != nil {
		return s.flag.ValueBool(), tfkit.Known(*s.flag)
	}
	text := s.text.ValueString()
	for value, name := range s.names {
		if name == text {
			text = value
		}
	}
	return text, tfkit.Known(*s.text)
}

// show sets the attribute to a value of Graph.
func (s setting) show(value any) {
	switch value := value.(type) {
	case bool:
		*s.flag = types.BoolValue(value)
	case string:
		*s.text = types.StringValue(s.named(value))
	default:
		s.clear()
	}
}

// clear sets the attribute to null.
func (s setting) clear() {
	if s.flag != nil {
		*s.flag = types.BoolNull()
		return
	}
	*s.text = types.StringNull()
}

// named is a text of Graph as it is in configurations.
func (s setting) named(text string) string {
	for value, name := range s.names {
		if graph.SameSetting(value, text) {
			return name
		}
	}
	return text
}

// configured are the known values of a plan or a state.
func configured(plan []setting) graph.Settings {
	all := graph.Settings{}
	for _, s := range plan {
		if value, known := s.wire(); known {
			all[s.property] = value
		}
	}
	return all
}

// changed are the known values of a plan that differ from what is there.
func changed(plan []setting, now graph.Settings) graph.Settings {
	change := configured(plan)
	for property, value := range change {
		if graph.SameSetting(value, now[property]) {
			delete(change, property)
		}
	}
	return change
}

// refresh shows the values of Graph.
func refresh(all []setting, now graph.Settings) {
	for _, s := range all {
		s.show(now[s.property])
	}
}
