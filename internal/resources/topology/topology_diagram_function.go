package topology

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

type topologyDiagram struct{}

func newTopologyDiagram() function.Function { return topologyDiagram{} }

func (topologyDiagram) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "topology_diagram"
}

func (topologyDiagram) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Mermaid diagram of edges between tenants",
		MarkdownDescription: "Draws edges as a [Mermaid](https://mermaid.js.org/syntax/flowchart.html) flowchart: a box for each tenant, grouped by cloud, and an" +
			" arrow for the edges between two tenants. Returns the text of the diagram, which ends with a newline and is valid for any name of" +
			" a tenant.",
		Parameters: []function.Parameter{
			function.DynamicParameter{
				Name: "edges",
				MarkdownDescription: "List of objects: the result of `topology_edges`, or your own. `source` and `target` are required. `label` is the text of" +
					" the arrow; without it, `mechanism` is. `source_cloud` and `target_cloud` are the clouds of the tenants, `severity` is `error` or" +
					" `warn` for an edge with findings. Other attributes are ignored.",
			},
		},
		Return: function.StringReturn{},
	}
}

func (topologyDiagram) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var edges types.Dynamic
	if resp.Error = req.Arguments.Get(ctx, &edges); resp.Error != nil {
		return
	}
	arrows, err := readArrows(edges)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, err.Error())
		return
	}
	resp.Error = resp.Result.Set(ctx, rules.Diagram(arrows))
}
