package topology

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

type topologyCheck struct{ tfkit.DataSource }

func newTopologyCheck() datasource.DataSource { return &topologyCheck{} }

func (d *topologyCheck) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_topology_check"
}

// Read reads the tenants. Their settings, or missing answers, are results: only a
// mistake in the configuration and a violated assertion are errors.
func (d *topologyCheck) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m checkModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	edges := d.declared(m.Edges, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	d.judge(ctx, m, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	report := d.Inspect.Edges(ctx, edges)
	m.OK = types.BoolValue(!slices.ContainsFunc(report.Findings, func(f rules.EdgeFinding) bool { return f.Severity == rules.Error }))
	m.Findings, m.Unchecked = findingModels(report.Findings), uncheckedModels(report.Unchecked)
	m.Undeclared, m.Diagram = undeclaredModels(report.Undeclared), types.StringValue(diagram(edges, report.Findings))
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}

// declared finds the tenants of the edges. An unknown key is one error, however
// many edges use it.
func (d *topologyCheck) declared(edges []declaredModel, diags *diag.Diagnostics) []inspect.Edge {
	declared, unknown := make([]inspect.Edge, 0, len(edges)), map[string]bool{}
	for i, e := range edges {
		at := path.Root("edges").AtListIndex(i)
		source := d.find(at.AtName("source"), e.Source, unknown, diags)
		target := d.find(at.AtName("target"), e.Target, unknown, diags)
		switch {
		case source == nil || target == nil:
			continue
		case source == target:
			diags.AddAttributeError(at, "Not an edge", fmt.Sprintf("The source and the target are the same tenant %q.", e.Source))
		case slices.ContainsFunc(edges[:i], func(o declaredModel) bool { return o.Source == e.Source && o.Target == e.Target }):
			diags.AddAttributeError(at, "Edge declared twice", fmt.Sprintf(
				"Another element has the source %q and the target %q. Merge their capabilities.", e.Source, e.Target))
		}
		declared = append(declared, inspect.Edge{Source: source, Target: target, Capabilities: e.ordered()})
	}
	return declared
}

func (d *topologyCheck) find(at path.Path, key string, unknown map[string]bool, diags *diag.Diagnostics) *tenant.Tenant {
	t, err := d.Tenants.Get(key)
	if err == nil {
		return t
	}
	if !unknown[key] {
		unknown[key] = true
		diags.AddAttributeError(at, "Unknown tenant", "Cannot check the edge: "+err.Error()+".\n\nIt is reported once for all edges that use it.")
	}
	return nil
}

// diagram draws the edges with their declared capabilities, their clouds and the
// severity of what was found.
func diagram(edges []inspect.Edge, found []rules.EdgeFinding) string {
	severities := map[string]rules.Severity{}
	for _, f := range found {
		if severities[f.Edge] != rules.Error {
			severities[f.Edge] = f.Severity
		}
	}
	arrows := make([]rules.Arrow, 0, len(edges))
	for _, e := range edges {
		names := make([]string, 0, len(e.Capabilities))
		for _, c := range e.Capabilities {
			names = append(names, string(c))
		}
		arrows = append(arrows, rules.Arrow{
			Source: e.Source.Key, Target: e.Target.Key, Label: strings.Join(names, ", "),
			SourceCloud: e.Source.Cloud.Name, TargetCloud: e.Target.Cloud.Name, Severity: severities[rules.EdgeKey(e.Source.Key, e.Target.Key)],
		})
	}
	return rules.Diagram(arrows)
}
