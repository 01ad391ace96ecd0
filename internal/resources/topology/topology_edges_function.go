package topology

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

type topologyEdges struct{}

func newTopologyEdges() function.Function { return topologyEdges{} }

type edge struct {
	Key         string `tfsdk:"key"`
	Source      string `tfsdk:"source"`
	Target      string `tfsdk:"target"`
	SourceCloud string `tfsdk:"source_cloud"`
	TargetCloud string `tfsdk:"target_cloud"`
	SameCloud   bool   `tfsdk:"same_cloud"`
	Mechanism   string `tfsdk:"mechanism"`
}

var edgeType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"key":          types.StringType,
	"source":       types.StringType,
	"target":       types.StringType,
	"source_cloud": types.StringType,
	"target_cloud": types.StringType,
	"same_cloud":   types.BoolType,
	"mechanism":    types.StringType,
}}

func (topologyEdges) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "topology_edges"
}

func (topologyEdges) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Edges of a mesh, of a hub topology, or of a list",
		MarkdownDescription: "Lists the edges of a topology, ordered by source and target. The source of an edge is the home" +
			" tenant of users, the target the resource tenant in which they work. Each edge is an object of `key` (such as" +
			" `contoso->fabrikam`, for use with `for_each`), `source`, `target`, their clouds `source_cloud` and `target_cloud`, `same_cloud` (whether the two tenants need no settings to enable" +
			" each other's cloud) and `mechanism`: the most capable way that the two clouds support to create the users, `sync`, `cross_cloud_sync` or" +
			" `invitation`.",
		Parameters: []function.Parameter{
			function.StringParameter{
				Name: "kind",
				MarkdownDescription: "`mesh`: the users of every tenant work in every other; `hub`: the users of every other tenant" +
					" work in the hub; `edges`: the edges are listed one by one.",
			},
			function.MapParameter{
				Name:        "tenants",
				ElementType: types.StringType,
				MarkdownDescription: "Map of the key of each tenant to its cloud: `public`, `usgovernment`, `usgovernment_dod` or `china`. The keys are" +
					" those of the provider's `tenants`.",
			},
		},
		VariadicParameter: function.StringParameter{
			Name: "names",
			MarkdownDescription: "For `hub`, keys of the tenants that are hubs, at least one; the users of one hub work in the other hubs too." +
				" For `edges`, keys of the edges, such as `contoso->fabrikam`. None for `mesh`.",
		},
		Return: function.ListReturn{ElementType: edgeType},
	}
}

func (topologyEdges) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var kind string
	var tenants map[string]types.String
	var names []string
	if resp.Error = req.Arguments.Get(ctx, &kind, &tenants, &names); resp.Error != nil {
		return
	}
	clouds := make(map[string]string, len(tenants))
	for key, cloud := range tenants {
		if cloud.IsNull() {
			resp.Error = function.NewArgumentFuncError(1, fmt.Sprintf("the cloud of tenant %q is null", key))
			return
		}
		clouds[key] = cloud.ValueString()
	}
	found, err := rules.Edges(rules.Kind(kind), clouds, names...)
	if err != nil {
		resp.Error = argumentError(err)
		return
	}
	edges := make([]edge, 0, len(found))
	for _, e := range found {
		edges = append(edges, edge{e.Key, e.Source, e.Target, clouds[e.Source], clouds[e.Target], e.SameCloud, string(e.Mechanism)})
	}
	resp.Error = resp.Result.Set(ctx, edges)
}

func argumentError(err error) *function.FuncError {
	var wrong *rules.ArgumentError
	if errors.As(err, &wrong) {
		return function.NewArgumentFuncError(int64(wrong.Argument), err.Error())
	}
	return function.NewFuncError(err.Error())
}
