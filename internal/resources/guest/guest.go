// Package guest is what a configuration says about one external person in a
// resource tenant: that they are invited, what their profile says, and what
// becomes of them when the configuration no longer mentions them.
//
// It talks to Graph through package graph and to nobody else.
package guest

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// Resources lists the resources of this noun.
func Resources() []func() resource.Resource {
	return []func() resource.Resource{newInvitation, newUserType}
}

// DataSources lists the data sources of this noun.
func DataSources() []func() datasource.DataSource {
	return []func() datasource.DataSource{newGuests, newUsers}
}
