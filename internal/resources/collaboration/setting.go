package collaboration

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/singleton"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// setting is an attribute that is one property of a policy: a text, a flag or a set of
// texts.
type setting struct {
	// property is the name in Graph, name the one in configurations.
	property, name string

	text *types.String
	// names are the names of some texts of Graph in configurations; all other texts
	// are the same in both.
	names map[string]string

	flag *types.Bool

	list *types.Set
}

// Key implements [singleton.Part].
func (s setting) Key() string { return s.property }

// Attribute implements [singleton.Part].
func (s setting) Attribute() attr.Value {
	switch {
	case s.flag != nil:
		return *s.flag
	case s.list != nil:
		return *s.list
	}
	return *s.text
}

// wire is the value for Graph: nil for an attribute that is null.
func (s setting) wire() any {
	switch {
	case s.Attribute().IsNull():
		return nil
	case s.flag != nil:
		return s.flag.ValueBool()
	case s.list != nil:
		return tfkit.Strings(*s.list)
	}
	text := s.text.ValueString()
	for value, name := range s.names {
		if name == text {
			return value
		}
	}
	return text
}

// Record implements [singleton.Part].
func (s setting) Record(context.Context) (json.RawMessage, error) { return json.Marshal(s.wire()) }

// Restore implements [singleton.Part].
func (s setting) Restore(_ context.Context, recorded json.RawMessage) error {
	var value any
	if err := json.Unmarshal(recorded, &value); err != nil {
		return err
	}
	s.show(graph.Setting(value))
	return nil
}

// Equal implements [singleton.Part].
func (s setting) Equal(_ context.Context, other singleton.Part) bool {
	o, is := other.(setting)
	return is && graph.SameSetting(s.wire(), o.wire())
}

// Describe implements [singleton.Part].
func (s setting) Describe() string {
	switch {
	case s.Attribute().IsNull():
		return s.name + " = null"
	case s.flag != nil:
		return fmt.Sprintf("%s = %t", s.name, s.flag.ValueBool())
	case s.list != nil:
		return s.name + " = " + quoted(tfkit.Strings(*s.list))
	}
	return fmt.Sprintf("%s = %q", s.name, s.text.ValueString())
}

// show sets the attribute to a value of Graph. A set that differs only in case stays.
func (s setting) show(value any) {
	switch {
	case s.list != nil:
		texts, is := value.([]string)
		if *s.list = spelled(texts, *s.list); !is {
			*s.list = types.SetNull(types.StringType)
		}
	case s.flag != nil:
		flag, is := value.(bool)
		if *s.flag = types.BoolValue(flag); !is {
			*s.flag = types.BoolNull()
		}
	default:
		text, is := value.(string)
		if *s.text = types.StringValue(s.named(text)); !is {
			*s.text = types.StringNull()
		}
	}
}

// named is a text of Graph as it is in configurations.
func (s setting) named(text string) string {
	for value, name := range s.names {
		if strings.EqualFold(value, text) {
			return name
		}
	}
	return text
}

// parts are settings as parts of a model.
func parts(all []setting) []singleton.Part {
	list := make([]singleton.Part, 0, len(all))
	for _, s := range all {
		list = append(list, s)
	}
	return list
}

// refresh shows the values of Graph.
func refresh(all []setting, now graph.Settings) {
	for _, s := range all {
		s.show(now[s.property])
	}
}

// policy is an object of Graph with settings.
type policy struct {
	read  func(*graph.Client, context.Context) (graph.Settings, error)
	set   func(*graph.Client, context.Context, graph.Settings) error
	await func(*graph.Client, context.Context, graph.Settings) error
}

// show sets settings to what a tenant has.
func (p policy) show(ctx context.Context, t *tenant.Tenant, all []setting) (exists bool, err error) {
	now, err := p.read(t.Graph, ctx)
	if err == nil {
		refresh(all, now)
	}
	return true, err
}

// write writes the settings that differ from those of another model, and shows those
// for the unknown ones.
func (p policy) write(ctx context.Context, t *tenant.Tenant, all []setting, before []singleton.Part) (func(context.Context) error, error) {
	change := graph.Settings{}
	for i, s := range all {
		switch present, _ := before[i].(setting); {
		case s.Attribute().IsUnknown():
			s.show(present.wire())
		case !s.Equal(ctx, present):
			change[s.property] = s.wire()
		}
	}
	if len(change) == 0 {
		return nil, nil
	}
	if err := p.set(t.Graph, ctx, change); err != nil {
		return nil, err
	}
	return func(ctx context.Context) error { return p.await(t.Graph, ctx, change) }, nil
}
