package main

import "github.com/hashicorp/terraform-plugin-go/tfprotov6"

type function struct {
	Description        string      `json:"description,omitempty"`
	Summary            string      `json:"summary,omitempty"`
	DeprecationMessage string      `json:"deprecation_message,omitempty"`
	Return             any         `json:"return_type"`
	Parameters         []parameter `json:"parameters,omitempty"`
	Variadic           *parameter  `json:"variadic_parameter,omitempty"`
}

type parameter struct {
	Name        string `json:"name,omitempty"`
	Description string `json:"description,omitempty"`
	Nullable    bool   `json:"is_nullable,omitempty"`
	Type        any    `json:"type"`
}

type identitySchema struct {
	Version    int64                        `json:"version"`
	Attributes map[string]identityAttribute `json:"attributes,omitempty"`
}

type identityAttribute struct {
	Type              any    `json:"type"`
	Description       string `json:"description,omitempty"`
	RequiredForImport bool   `json:"required_for_import,omitempty"`
	OptionalForImport bool   `json:"optional_for_import,omitempty"`
}

func exportFunction(f *tfprotov6.Function) function {
	exported := function{
		Description:        f.Description,
		Summary:            f.Summary,
		DeprecationMessage: f.DeprecationMessage,
		Return:             exportType(f.Return.Type),
	}
	for _, p := range f.Parameters {
		exported.Parameters = append(exported.Parameters, exportParameter(p))
	}
	if f.VariadicParameter != nil {
		variadic := exportParameter(f.VariadicParameter)
		exported.Variadic = &variadic
	}
	return exported
}

func exportParameter(p *tfprotov6.FunctionParameter) parameter {
	return parameter{
		Name:        p.Name,
		Description: p.Description,
		Nullable:    p.AllowNullValue,
		Type:        exportType(p.Type),
	}
}

func exportIdentity(s *tfprotov6.ResourceIdentitySchema) identitySchema {
	exported := identitySchema{
		Version:    s.Version,
		Attributes: make(map[string]identityAttribute, len(s.IdentityAttributes)),
	}
	for _, a := range s.IdentityAttributes {
		exported.Attributes[a.Name] = identityAttribute{
			Type:              exportType(a.Type),
			Description:       a.Description,
			RequiredForImport: a.RequiredForImport,
			OptionalForImport: a.OptionalForImport,
		}
	}
	return exported
}
