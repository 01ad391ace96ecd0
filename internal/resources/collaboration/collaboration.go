// Package collaboration contains the resources for the settings of a tenant about
// external users as a whole: who may invite them, what guests may see, and how users
// sign up.
//
// It uses Graph through package graph. Package crosstenant has the settings for users
// of particular tenants, and package guest manages the users themselves.
package collaboration

import (
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/singleton"
)

// Resources lists the resources of this noun.
func Resources() []func() resource.Resource {
	return []func() resource.Resource{newDomains, newEmailOTP, newExternal, newSharePoint}
}

// ListResources lists the list resources of this noun.
func ListResources() []func() list.ListResource {
	return []func() list.ListResource{
		singleton.List(newDomains), singleton.List(newEmailOTP), singleton.List(newExternal), singleton.List(newSharePoint),
	}
}
