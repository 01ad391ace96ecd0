// Package synchronization contains the resources of the source side of cross-tenant
// synchronization: the synchronization itself, and the group that decides which users
// are synchronized.
//
// It uses Graph only, through package graph; the rules are in package rules. What
// the target admits is in package crosstenant.
package synchronization

import (
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// Resources lists the resources of this noun.
func Resources() []func() resource.Resource {
	return []func() resource.Resource{newCrossTenantSync, newScopeGroup}
}

// ListResources lists the list resources of this noun.
func ListResources() []func() list.ListResource {
	return []func() list.ListResource{newScopeGroupList, newSyncList}
}

// Actions lists the actions of this noun.
func Actions() []func() action.Action {
	return []func() action.Action{newSyncAction, newProvisionAction}
}
