package main

import (
	"bytes"
	"context"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

type fakeServer struct {
	schemas    tfprotov6.GetProviderSchemaResponse
	identities tfprotov6.GetResourceIdentitySchemasResponse
}

func (f *fakeServer) GetProviderSchema(context.Context, *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	return &f.schemas, nil
}

func (f *fakeServer) GetResourceIdentitySchemas(context.Context, *tfprotov6.GetResourceIdentitySchemasRequest) (*tfprotov6.GetResourceIdentitySchemasResponse, error) {
	return &f.identities, nil
}

func guestServer() *fakeServer {
	markdown := tfprotov6.StringKindMarkdown
	return &fakeServer{
		schemas: tfprotov6.GetProviderSchemaResponse{
			Provider: &tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{}},
			ResourceSchemas: map[string]*tfprotov6.Schema{"multitenant_guest": {
				Version: 1,
				Block: &tfprotov6.SchemaBlock{
					Description:     "A guest.",
					DescriptionKind: markdown,
					Attributes: []*tfprotov6.SchemaAttribute{
						{Name: "email", Type: tftypes.String, Required: true, Description: "Mail.", DescriptionKind: markdown},
						{Name: "redeem_url", Type: tftypes.String, Computed: true, Sensitive: true},
						{Name: "message", Optional: true, NestedType: &tfprotov6.SchemaObject{
							Nesting:    tfprotov6.SchemaObjectNestingModeSingle,
							Attributes: []*tfprotov6.SchemaAttribute{{Name: "body", Type: tftypes.String, Optional: true}},
						}},
					},
					BlockTypes: []*tfprotov6.SchemaNestedBlock{{
						TypeName: "timeouts", Nesting: tfprotov6.SchemaNestedBlockNestingModeList, MaxItems: 1,
						Block: &tfprotov6.SchemaBlock{},
					}},
				},
			}},
			Functions: map[string]*tfprotov6.Function{"guest_upn": {
				Summary:           "UPN of a guest",
				Parameters:        []*tfprotov6.FunctionParameter{{Name: "email", Type: tftypes.String}},
				VariadicParameter: &tfprotov6.FunctionParameter{Name: "hubs", Type: tftypes.String, AllowNullValue: true},
				Return:            &tfprotov6.FunctionReturn{Type: tftypes.Map{ElementType: tftypes.Bool}},
			}},
		},
		identities: tfprotov6.GetResourceIdentitySchemasResponse{
			IdentitySchemas: map[string]*tfprotov6.ResourceIdentitySchema{"multitenant_guest": {
				IdentityAttributes: []*tfprotov6.ResourceIdentitySchemaAttribute{
					{Name: "tenant_id", Type: tftypes.String, RequiredForImport: true},
				},
			}},
		},
	}
}

// guestDocument is in the format of terraform-json.
const guestDocument = `{
  "format_version": "1.0",
  "provider_schemas": {"multitenant": {
    "provider": {"version": 0, "block": {"description_kind": "plain"}},
    "resource_schemas": {"multitenant_guest": {"version": 1, "block": {
      "description": "A guest.", "description_kind": "markdown",
      "attributes": {
        "email": {"type": "string", "required": true, "description": "Mail.", "description_kind": "markdown"},
        "redeem_url": {"type": "string", "computed": true, "sensitive": true, "description_kind": "plain"},
        "message": {"optional": true, "description_kind": "plain", "nested_type": {
          "nesting_mode": "single",
          "attributes": {"body": {"type": "string", "optional": true, "description_kind": "plain"}}}}
      },
      "block_types": {"timeouts": {"nesting_mode": "list", "max_items": 1, "block": {"description_kind": "plain"}}}
    }}},
    "functions": {"guest_upn": {"summary": "UPN of a guest", "return_type": ["map", "bool"],
      "parameters": [{"name": "email", "type": "string"}],
      "variadic_parameter": {"name": "hubs", "type": "string", "is_nullable": true}}},
    "resource_identity_schemas": {"multitenant_guest": {"version": 0, "attributes": {
      "tenant_id": {"type": "string", "required_for_import": true}}}}
  }}
}`

func TestWrite(t *testing.T) {
	t.Parallel()

	var printed bytes.Buffer
	if err := write(t.Context(), &printed, guestServer()); err != nil {
		t.Fatal(err)
	}

	var got, want any
	if err := json.Unmarshal(printed.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(guestDocument), &want); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("printed\n%s\nwant\n%s", printed.String(), guestDocument)
	}
}

func TestWriteReportsDiagnostics(t *testing.T) {
	t.Parallel()

	server := guestServer()
	server.identities.Diagnostics = []*tfprotov6.Diagnostic{
		{Severity: tfprotov6.DiagnosticSeverityWarning, Summary: "Old"},
		{Severity: tfprotov6.DiagnosticSeverityError, Summary: "Bad schema", Detail: "no type"},
	}

	var printed bytes.Buffer
	err := write(t.Context(), &printed, server)
	if err == nil || !strings.HasPrefix(err.Error(), "Bad schema") {
		t.Errorf("error = %v, want the bad schema", err)
	}
	if printed.Len() > 0 {
		t.Errorf("printed %q despite an error", printed.String())
	}
}

func TestExportType(t *testing.T) {
	t.Parallel()

	tests := map[string]struct {
		given tftypes.Type
		want  string
	}{
		"bool":    {tftypes.Bool, `"bool"`},
		"number":  {tftypes.Number, `"number"`},
		"string":  {tftypes.String, `"string"`},
		"dynamic": {tftypes.DynamicPseudoType, `"dynamic"`},
		"list":    {tftypes.List{ElementType: tftypes.String}, `["list","string"]`},
		"set":     {tftypes.Set{ElementType: tftypes.Number}, `["set","number"]`},
		"map":     {tftypes.Map{ElementType: tftypes.Set{ElementType: tftypes.Bool}}, `["map",["set","bool"]]`},
		"tuple":   {tftypes.Tuple{ElementTypes: []tftypes.Type{tftypes.String, tftypes.Bool}}, `["tuple",["string","bool"]]`},
		"object":  {tftypes.Object{AttributeTypes: map[string]tftypes.Type{"b": tftypes.Bool, "a": tftypes.String}}, `["object",{"a":"string","b":"bool"}]`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got, err := json.Marshal(exportType(test.given))
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != test.want {
				t.Errorf("exportType = %s, want %s", got, test.want)
			}
		})
	}
}
