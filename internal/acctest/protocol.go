package acctest

import (
	"maps"
	"math/big"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Protocol is a configured provider that a test calls over the plugin protocol,
// without a CLI: hundreds of calls cost less than one run of Terraform.
type Protocol struct {
	Server  tfprotov6.ProviderServer
	Schemas *tfprotov6.GetProviderSchemaResponse
}

// Protocol configures a provider with an entry for every tenant of the estate,
// and with additional arguments in the provider block.
func (w *World) Protocol(t *testing.T, arguments map[string]any) Protocol {
	t.Helper()
	return w.configured(t, arguments, true)
}

// SharedProtocol is Protocol as the tests of Terraform configure it, for several plans:
// without validating the provider block.
func (w *World) SharedProtocol(t *testing.T) Protocol {
	t.Helper()
	return w.configured(t, nil, false)
}

func (w *World) configured(t *testing.T, arguments map[string]any, validated bool) Protocol {
	t.Helper()
	server, err := NewProvider()
	if err != nil {
		t.Fatal(err)
	}
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	tenants := map[string]any{}
	for _, tenant := range w.estate.Tenants {
		at := w.server.Clouds()[tenant.Cloud]
		tenants[tenant.Key] = map[string]any{
			"tenant_id": tenant.TenantID, "cloud": tenant.Cloud,
			"client_id": tenant.Applications[0].ClientID, "client_secret": tenant.Applications[0].ClientSecret,
			"endpoints": map[string]any{"authority": at.Authority, "graph": at.Graph, "exchange": at.Exchange},
		}
	}
	config := map[string]any{"tenants": tenants}
	maps.Copy(config, arguments)
	given := Encode(t, schemas.Provider.ValueType(), config)
	if validated {
		if _, err := server.ValidateProviderConfig(t.Context(), &tfprotov6.ValidateProviderConfigRequest{Config: given}); err != nil {
			t.Fatal(err)
		}
	}
	answer, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{TerraformVersion: "1.12.0", Config: given})
	if err != nil {
		t.Fatal(err)
	}
	Silent(t, answer.Diagnostics)
	return Protocol{server, schemas}
}

// ReadData returns the attributes of a data source.
func (p Protocol) ReadData(t *testing.T, name string, config map[string]any) map[string]any {
	t.Helper()
	kind := p.Schemas.DataSourceSchemas[name].ValueType()
	answer, err := p.Server.ReadDataSource(t.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: name, Config: Encode(t, kind, config)})
	if err != nil {
		t.Fatal(err)
	}
	Silent(t, answer.Diagnostics)
	state, _ := Decode(t, kind, answer.State).(map[string]any)
	return state
}

// Silent expects no diagnostics from the provider.
func Silent(t *testing.T, diagnostics []*tfprotov6.Diagnostic) {
	t.Helper()
	for _, d := range diagnostics {
		t.Fatalf("%s: %s", d.Summary, d.Detail)
	}
}

// Encode converts a value to a schema's type: string, bool, []any and
// map[string]any. A missing attribute and nil are null.
func Encode(t *testing.T, kind tftypes.Type, value any) *tfprotov6.DynamicValue {
	t.Helper()
	encoded, err := tfprotov6.NewDynamicValue(kind, typed(kind, value))
	if err != nil {
		t.Fatal(err)
	}
	return &encoded
}

// Decode is the reverse of Encode.
func Decode(t *testing.T, kind tftypes.Type, encoded *tfprotov6.DynamicValue) any {
	t.Helper()
	value, err := encoded.Unmarshal(kind)
	if err != nil {
		t.Fatal(err)
	}
	return plain(t, value)
}

func typed(kind tftypes.Type, value any) tftypes.Value {
	switch k := kind.(type) {
	case tftypes.Object:
		given, ok := value.(map[string]any)
		if !ok {
			return tftypes.NewValue(kind, nil)
		}
		members := map[string]tftypes.Value{}
		for name, kind := range k.AttributeTypes {
			members[name] = typed(kind, given[name])
		}
		return tftypes.NewValue(kind, members)
	case tftypes.Map:
		given, ok := value.(map[string]any)
		if !ok {
			return tftypes.NewValue(kind, nil)
		}
		elements := map[string]tftypes.Value{}
		for key, v := range given {
			elements[key] = typed(k.ElementType, v)
		}
		return tftypes.NewValue(kind, elements)
	case tftypes.List:
		return several(kind, k.ElementType, value)
	case tftypes.Set:
		return several(kind, k.ElementType, value)
	}
	return tftypes.NewValue(kind, value)
}

func several(kind, element tftypes.Type, value any) tftypes.Value {
	given, ok := value.([]any)
	if !ok {
		return tftypes.NewValue(kind, nil)
	}
	elements := make([]tftypes.Value, 0, len(given))
	for _, v := range given {
		elements = append(elements, typed(element, v))
	}
	return tftypes.NewValue(kind, elements)
}

// plain returns a value as decoded JSON; null is nil.
func plain(t *testing.T, value tftypes.Value) any {
	t.Helper()
	if value.IsNull() {
		return nil
	}
	var (
		text    string
		yes     bool
		number  big.Float
		members map[string]tftypes.Value
		list    []tftypes.Value
	)
	switch {
	case value.As(&text) == nil:
		return text
	case value.As(&yes) == nil:
		return yes
	case value.As(&number) == nil:
		n, _ := number.Float64()
		return n
	case value.As(&members) == nil:
		object := map[string]any{}
		for name, v := range members {
			object[name] = plain(t, v)
		}
		return object
	}
	if err := value.As(&list); err != nil {
		t.Fatal(err)
	}
	elements := make([]any, 0, len(list))
	for _, v := range list {
		elements = append(elements, plain(t, v))
	}
	return elements
}
