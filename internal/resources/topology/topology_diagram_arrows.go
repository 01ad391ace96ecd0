package topology

import (
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

var errNoList = errors.New("the edges are not a list of objects")

// readArrows reads a list of edges of any type: literals in a configuration are
// tuples, variables are lists or sets, and objects can be maps.
func readArrows(edges types.Dynamic) ([]rules.Arrow, error) {
	list, ok := edges.UnderlyingValue().(interface{ Elements() []attr.Value })
	if !ok {
		return nil, errNoList
	}
	var arrows []rules.Arrow
	for i, element := range list.Elements() {
		arrow, err := readArrow(element)
		if err != nil {
			return nil, fmt.Errorf("edges[%d] %w", i, err)
		}
		arrows = append(arrows, arrow)
	}
	return arrows, nil
}

func readArrow(value attr.Value) (rules.Arrow, error) {
	var attributes map[string]attr.Value
	switch v := concrete(value).(type) {
	case types.Object:
		attributes = v.Attributes()
	case types.Map:
		attributes = v.Elements()
	}
	if attributes == nil {
		return rules.Arrow{}, errors.New("is not an object")
	}
	text := map[string]string{}
	for _, name := range []string{"source", "target", "label", "mechanism", "source_cloud", "target_cloud", "severity"} {
		s, err := readText(attributes[name])
		if err != nil {
			return rules.Arrow{}, fmt.Errorf("has a %s that %w", name, err)
		}
		text[name] = s
	}
	for _, name := range []string{"source", "target"} {
		if text[name] == "" {
			return rules.Arrow{}, fmt.Errorf("has no %s", name)
		}
	}
	if !isSet(attributes["label"]) {
		text["label"] = text["mechanism"]
	}
	return rules.Arrow{
		Source: text["source"], Target: text["target"], Label: text["label"],
		SourceCloud: text["source_cloud"], TargetCloud: text["target_cloud"], Severity: rules.Severity(text["severity"]),
	}, nil
}

// readText reads an optional string.
func readText(value attr.Value) (string, error) {
	if !isSet(value) {
		return "", nil
	}
	s, ok := concrete(value).(types.String)
	if !ok {
		return "", errors.New("is not a string")
	}
	return s.ValueString(), nil
}

func isSet(value attr.Value) bool {
	return value != nil && !value.IsNull() && concrete(value) != nil && !concrete(value).IsNull()
}

// concrete returns the underlying value of a dynamic value.
func concrete(value attr.Value) attr.Value {
	if d, ok := value.(types.Dynamic); ok {
		return d.UnderlyingValue()
	}
	return value
}
