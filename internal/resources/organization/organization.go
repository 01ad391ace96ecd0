// Package organization is what a configuration can ask of a tenant as a whole.
// It reads through package graph and changes nothing.
package organization

import "github.com/hashicorp/terraform-plugin-framework/datasource"

// DataSources lists the data sources of this noun.
func DataSources() []func() datasource.DataSource {
	return []func() datasource.DataSource{newTenant}
}
