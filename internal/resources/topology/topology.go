// Package topology contains the functions and the data source about edges, which
// declare that users of one tenant (their home tenant) work in another (the
// resource tenant). The functions compute and draw the edges of a topology offline;
// the data source checks the settings of both tenants of each edge.
//
// Package inspect reads the facts, package rules judges them, and package
// crosstenant manages the settings of an edge.
package topology

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/function"
)

// DataSources lists the data sources of this noun.
func DataSources() []func() datasource.DataSource {
	return []func() datasource.DataSource{newExplain, newTopologyCheck}
}

// Functions lists the functions of this noun.
func Functions() []func() function.Function {
	return []func() function.Function{newTopologyEdges, newTopologyDiagram}
}
