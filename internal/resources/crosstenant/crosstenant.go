// Package crosstenant contains the resources for the cross-tenant access settings
// of a tenant: the clouds that it works with, the default for all other tenants, the
// entry for one partner, the templates for entries about tenants of a multitenant
// organization, and the Microsoft 365 capabilities of default and partners.
//
// It uses Graph through package graph; its plans are checked by package rules.
// Package guest manages the users that these settings admit.
package crosstenant

import (
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/singleton"
)

// Resources lists the resources of this noun.
func Resources() []func() resource.Resource {
	return []func() resource.Resource{newPolicy, newDefaults, newPartner, newTemplate, newCapabilities}
}

// ListResources lists the list resources of this noun.
func ListResources() []func() list.ListResource {
	return []func() list.ListResource{newPartnerList, newCapabilitiesList, newPolicyList, newTemplateList, singleton.List(newDefaults)}
}

// Actions lists the actions of this noun.
func Actions() []func() action.Action {
	return []func() action.Action{newRestorePartner}
}

// The values of on_destroy.
const (
	destroyDelete  = "delete"
	destroyKeep    = "keep"
	destroyReset   = "reset"
	destroyRestore = "restore"
)
