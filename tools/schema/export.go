package main

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// The types below are the format of terraform-json.

type document struct {
	FormatVersion   string                     `json:"format_version"`
	ProviderSchemas map[string]providerSchemas `json:"provider_schemas"`
}

type providerSchemas struct {
	Provider           *schema                   `json:"provider,omitempty"`
	Resources          map[string]*schema        `json:"resource_schemas,omitempty"`
	DataSources        map[string]*schema        `json:"data_source_schemas,omitempty"`
	EphemeralResources map[string]*schema        `json:"ephemeral_resource_schemas,omitempty"`
	ListResources      map[string]*schema        `json:"list_resource_schemas,omitempty"`
	Actions            map[string]actionSchema   `json:"action_schemas,omitempty"`
	Functions          map[string]function       `json:"functions,omitempty"`
	ResourceIdentities map[string]identitySchema `json:"resource_identity_schemas,omitempty"`
}

type schema struct {
	Version int64  `json:"version"`
	Block   *block `json:"block"`
}

type actionSchema struct {
	Block *block `json:"block"`
}

type block struct {
	Attributes      map[string]*attribute  `json:"attributes,omitempty"`
	Blocks          map[string]nestedBlock `json:"block_types,omitempty"`
	Description     string                 `json:"description,omitempty"`
	DescriptionKind string                 `json:"description_kind,omitempty"`
	Deprecated      bool                   `json:"deprecated,omitempty"`
}

type nestedBlock struct {
	Nesting  string `json:"nesting_mode"`
	Block    *block `json:"block"`
	MinItems int64  `json:"min_items,omitempty"`
	MaxItems int64  `json:"max_items,omitempty"`
}

type attribute struct {
	Type            any         `json:"type,omitempty"`
	NestedType      *nestedType `json:"nested_type,omitempty"`
	Description     string      `json:"description,omitempty"`
	DescriptionKind string      `json:"description_kind,omitempty"`
	Deprecated      bool        `json:"deprecated,omitempty"`
	Required        bool        `json:"required,omitempty"`
	Optional        bool        `json:"optional,omitempty"`
	Computed        bool        `json:"computed,omitempty"`
	Sensitive       bool        `json:"sensitive,omitempty"`
	WriteOnly       bool        `json:"write_only,omitempty"`
}

type nestedType struct {
	Attributes map[string]*attribute `json:"attributes,omitempty"`
	Nesting    string                `json:"nesting_mode"`
}

func export(s *tfprotov6.GetProviderSchemaResponse, i *tfprotov6.GetResourceIdentitySchemasResponse) providerSchemas {
	return providerSchemas{
		Provider:           exportSchema(s.Provider),
		Resources:          exportAll(s.ResourceSchemas, exportSchema),
		DataSources:        exportAll(s.DataSourceSchemas, exportSchema),
		EphemeralResources: exportAll(s.EphemeralResourceSchemas, exportSchema),
		ListResources:      exportAll(s.ListResourceSchemas, exportSchema),
		Actions:            exportAll(s.ActionSchemas, exportAction),
		Functions:          exportAll(s.Functions, exportFunction),
		ResourceIdentities: exportAll(i.IdentitySchemas, exportIdentity),
	}
}

func exportAll[From, To any](all map[string]From, one func(From) To) map[string]To {
	exported := make(map[string]To, len(all))
	for name, s := range all {
		exported[name] = one(s)
	}
	return exported
}

func exportSchema(s *tfprotov6.Schema) *schema {
	if s == nil {
		return nil
	}
	return &schema{Version: s.Version, Block: exportBlock(s.Block)}
}

func exportAction(a *tfprotov6.ActionSchema) actionSchema {
	return actionSchema{Block: exportSchema(a.Schema).Block}
}

func exportBlock(b *tfprotov6.SchemaBlock) *block {
	exported := &block{
		Attributes:      exportAttributes(b.Attributes),
		Blocks:          make(map[string]nestedBlock, len(b.BlockTypes)),
		Description:     b.Description,
		DescriptionKind: kind(b.DescriptionKind),
		Deprecated:      b.Deprecated,
	}
	for _, nested := range b.BlockTypes {
		exported.Blocks[nested.TypeName] = nestedBlock{
			Nesting:  strings.ToLower(nested.Nesting.String()),
			Block:    exportBlock(nested.Block),
			MinItems: nested.MinItems,
			MaxItems: nested.MaxItems,
		}
	}
	return exported
}

func exportAttributes(attributes []*tfprotov6.SchemaAttribute) map[string]*attribute {
	exported := make(map[string]*attribute, len(attributes))
	for _, a := range attributes {
		exported[a.Name] = exportAttribute(a)
	}
	return exported
}

func exportAttribute(a *tfprotov6.SchemaAttribute) *attribute {
	exported := &attribute{
		Description:     a.Description,
		DescriptionKind: kind(a.DescriptionKind),
		Deprecated:      a.Deprecated,
		Required:        a.Required,
		Optional:        a.Optional,
		Computed:        a.Computed,
		Sensitive:       a.Sensitive,
		WriteOnly:       a.WriteOnly,
	}
	if a.NestedType == nil {
		exported.Type = exportType(a.Type)
		return exported
	}
	exported.NestedType = &nestedType{
		Attributes: exportAttributes(a.NestedType.Attributes),
		Nesting:    strings.ToLower(a.NestedType.Nesting.String()),
	}
	return exported
}

func kind(k tfprotov6.StringKind) string {
	return strings.ToLower(k.String())
}
