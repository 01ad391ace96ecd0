// Package guestsync keeps the users of a home tenant as external users of a resource
// tenant: thousands of them in one resource, across clouds. Package reconcile decides,
// this package reads the facts and carries out the steps.
package guestsync

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// Resources lists the resources of this package.
func Resources() []func() resource.Resource {
	return []func() resource.Resource{newGuestSync}
}

// DataSources lists the data sources of this package.
func DataSources() []func() datasource.DataSource {
	return []func() datasource.DataSource{newPreview}
}
