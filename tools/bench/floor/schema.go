package main

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// attribute is an attribute as the CLI prints it.
type attribute struct {
	Type       json.RawMessage `json:"type"`
	Required   bool            `json:"required"`
	Optional   bool            `json:"optional"`
	Computed   bool            `json:"computed"`
	Sensitive  bool            `json:"sensitive"`
	WriteOnly  bool            `json:"write_only"`
	NestedType *struct {
		Mode       string               `json:"nesting_mode"`
		Attributes map[string]attribute `json:"attributes"`
	} `json:"nested_type"`
}

type block struct {
	Block struct {
		Attributes map[string]attribute `json:"attributes"`
	} `json:"block"`
}

// schemas are the provider block and the invitation.
type schemas struct {
	provider   map[string]attribute
	invitation map[string]schema.Attribute
}

// parse reads the output of `terraform providers schema -json`.
func parse(data []byte) (schemas, error) {
	var printed struct {
		Providers map[string]struct {
			Provider  block            `json:"provider"`
			Resources map[string]block `json:"resource_schemas"`
		} `json:"provider_schemas"`
	}
	if err := json.Unmarshal(data, &printed); err != nil {
		return schemas{}, fmt.Errorf("read the schema: %w", err)
	}
	for _, p := range printed.Providers {
		if found, ok := p.Resources[invitationType]; ok {
			attributes, err := convert(found.Block.Attributes)
			return schemas{p.Provider.Block.Attributes, attributes}, err
		}
	}
	return schemas{}, errors.New("the schema has no " + invitationType)
}

func convert(from map[string]attribute) (map[string]schema.Attribute, error) {
	to := make(map[string]schema.Attribute, len(from))
	for name, a := range from {
		converted, err := a.convert()
		if err != nil {
			return nil, fmt.Errorf("attribute %s: %w", name, err)
		}
		to[name] = converted
	}
	return to, nil
}

func (a attribute) convert() (schema.Attribute, error) {
	if a.NestedType != nil {
		if a.NestedType.Mode != "single" {
			return nil, errors.New("nesting mode " + a.NestedType.Mode)
		}
		attributes, err := convert(a.NestedType.Attributes)
		return schema.SingleNestedAttribute{Attributes: attributes, Required: a.Required, Optional: a.Optional, Computed: a.Computed}, err
	}
	kind, element, err := a.kind()
	if err != nil {
		return nil, err
	}
	switch kind {
	case "string":
		return schema.StringAttribute{Required: a.Required, Optional: a.Optional, Computed: a.Computed, Sensitive: a.Sensitive, WriteOnly: a.WriteOnly}, nil
	case "bool":
		return schema.BoolAttribute{Required: a.Required, Optional: a.Optional, Computed: a.Computed, WriteOnly: a.WriteOnly}, nil
	case "list":
		return schema.ListAttribute{ElementType: element, Required: a.Required, Optional: a.Optional, Computed: a.Computed, WriteOnly: a.WriteOnly}, nil
	case "set":
		return schema.SetAttribute{ElementType: element, Required: a.Required, Optional: a.Optional, Computed: a.Computed}, nil
	}
	return nil, errors.New("type " + kind)
}

// kind is the type, and that of the elements of a collection of texts.
func (a attribute) kind() (kind string, element attr.Type, err error) {
	if json.Unmarshal(a.Type, &kind) == nil {
		return kind, nil, nil
	}
	var collection []string
	if err := json.Unmarshal(a.Type, &collection); err != nil || len(collection) != 2 || collection[1] != "string" {
		return "", nil, fmt.Errorf("type %s", a.Type)
	}
	return collection[0], types.StringType, nil
}
