// Package topology is about edges: that people of one tenant, their home tenant, work
// in another, the resource tenant. Its functions make the edges of a topology and
// draw them, offline; its data source says what keeps an edge from carrying what it
// should.
//
// Package inspect asks both tenants of each edge, package rules has them, and
// package crosstenant the settings that an edge consists of.
package topology

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/function"
)

// DataSources lists the data sources of this noun.
func DataSources() []func() datasource.DataSource {
	return []func() datasource.DataSource{newTopologyCheck}
}

// Functions lists the functions of this noun.
func Functions() []func() function.Function {
	return []func() function.Function{newTopologyEdges, newTopologyDiagram}
}
