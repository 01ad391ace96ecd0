package acctest

import (
	"iter"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// ListStream lists the objects of a type over the plugin protocol, because the
// command terraform query needs Terraform 1.14. A limit of zero is none.
func (p Protocol) ListStream(t *testing.T, kind string, limit int64, config map[string]any) iter.Seq[tfprotov6.ListResourceResult] {
	t.Helper()
	server, ok := p.Server.(tfprotov6.ListResourceServer)
	if !ok {
		t.Fatal("the provider has no list resources")
	}
	arguments := Encode(t, p.Schemas.ListResourceSchemas[kind].ValueType(), config)
	valid, err := server.ValidateListResourceConfig(t.Context(), &tfprotov6.ValidateListResourceConfigRequest{TypeName: kind, Config: arguments})
	if err != nil {
		t.Fatal(err)
	}
	Silent(t, valid.Diagnostics)
	stream, err := server.ListResource(t.Context(), &tfprotov6.ListResourceRequest{
		TypeName: kind, Config: arguments, IncludeResource: true, Limit: limit,
	})
	if err != nil {
		t.Fatal(err)
	}
	return stream.Results
}

// List collects what ListStream returns.
func (p Protocol) List(t *testing.T, kind string, limit int64, config map[string]any) []tfprotov6.ListResourceResult {
	t.Helper()
	return slices.Collect(p.ListStream(t, kind, limit, config))
}

// Adopt does with an element of a list what terraform query and apply do: it
// generates its configuration, and imports it by its identity. The state must be that
// of the list, and the plan of the configuration empty. It returns the state.
func (p Protocol) Adopt(t *testing.T, kind string, found tfprotov6.ListResourceResult) map[string]any {
	t.Helper()
	Silent(t, found.Diagnostics)
	shape := p.Schemas.ResourceSchemas[kind].ValueType()
	imported, err := p.Server.ImportResourceState(t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: kind, Identity: found.Identity})
	if err != nil {
		t.Fatal(err)
	}
	Silent(t, imported.Diagnostics)
	first := imported.ImportedResources[0]
	read, err := p.Server.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: kind, CurrentState: first.State, Private: first.Private, CurrentIdentity: first.Identity,
	})
	if err != nil {
		t.Fatal(err)
	}
	Silent(t, read.Diagnostics)
	state, _ := Decode(t, shape, read.NewState).(map[string]any)
	if err := Differences(Decode(t, shape, found.Resource), any(state)); err != nil {
		t.Errorf("the list's state of %s differs from that of the import:\n%v", found.DisplayName, err)
	}
	p.plansEmpty(t, kind, p.generated(t, kind, found.Resource), read)
	return state
}

// generated is the configuration that Terraform generates for a state.
func (p Protocol) generated(t *testing.T, kind string, state *tfprotov6.DynamicValue) *tfprotov6.DynamicValue {
	t.Helper()
	answer, err := p.Server.GenerateResourceConfig(t.Context(), &tfprotov6.GenerateResourceConfigRequest{TypeName: kind, State: state})
	if err != nil {
		t.Fatal(err)
	}
	Silent(t, answer.Diagnostics)
	valid, err := p.Server.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{TypeName: kind, Config: answer.Config})
	if err != nil {
		t.Fatal(err)
	}
	Silent(t, valid.Diagnostics)
	return answer.Config
}

// plansEmpty plans a configuration that sets every value of a state which it may set:
// the CLI then proposes that state.
func (p Protocol) plansEmpty(t *testing.T, kind string, config *tfprotov6.DynamicValue, read *tfprotov6.ReadResourceResponse) {
	t.Helper()
	plan, err := p.Server.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: kind, PriorState: read.NewState, ProposedNewState: read.NewState, Config: config, PriorPrivate: read.Private,
		PriorIdentity: read.NewIdentity,
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range plan.Diagnostics {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			t.Errorf("%s: %s", d.Summary, d.Detail)
		}
	}
	shape := p.Schemas.ResourceSchemas[kind].ValueType()
	if err := Differences(Decode(t, shape, plan.PlannedState), Decode(t, shape, read.NewState)); err != nil || len(plan.RequiresReplace) > 0 {
		t.Errorf("the generated configuration of %s plans a change (replacing for %v):\n%v", kind, plan.RequiresReplace, err)
	}
}
