package acctest

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Open opens an ephemeral resource over the plugin protocol. It returns the attributes,
// or the errors.
func (p Protocol) Open(t *testing.T, name string, config map[string]any) (result map[string]any, problems string) {
	t.Helper()
	kind := p.Schemas.EphemeralResourceSchemas[name].ValueType()
	arguments := Encode(t, kind, config)
	valid, err := p.Server.ValidateEphemeralResourceConfig(t.Context(), &tfprotov6.ValidateEphemeralResourceConfigRequest{TypeName: name, Config: arguments})
	if err != nil {
		t.Fatal(err)
	}
	if text := problemsOf(valid.Diagnostics); text != "" {
		return nil, text
	}
	answer, err := p.Server.OpenEphemeralResource(t.Context(), &tfprotov6.OpenEphemeralResourceRequest{TypeName: name, Config: arguments})
	if err != nil {
		t.Fatal(err)
	}
	if text := problemsOf(answer.Diagnostics); text != "" {
		return nil, text
	}
	result, _ = Decode(t, kind, answer.Result).(map[string]any)
	return result, ""
}
