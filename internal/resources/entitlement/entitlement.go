// Package entitlement contains the part of entitlement management that is about other
// organizations: connected organizations, whose users can request access packages.
// Catalogs, access packages and policies are resources of azuread.
//
// It uses Graph through package graph; its plans are checked by package rules. Package
// crosstenant has the access settings that decide whether the users can be invited.
package entitlement

import (
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// Resources lists the resources of this noun.
func Resources() []func() resource.Resource {
	return []func() resource.Resource{newConnected}
}

// ListResources lists the list resources of this noun.
func ListResources() []func() list.ListResource {
	return []func() list.ListResource{newConnectedList}
}
