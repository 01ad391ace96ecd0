// Package organization contains what a configuration can ask of a tenant as a whole,
// and the multitenant organization that several tenants form: the organization of an
// owner, the tenants that it adds, and the membership of each of them.
//
// It uses Graph through package graph; its plans are checked by package rules. Package
// crosstenant has the templates that a join applies, and the entries that it completes.
package organization

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// DataSources lists the data sources of this noun.
func DataSources() []func() datasource.DataSource {
	return []func() datasource.DataSource{newTenant, newTenants}
}

// Resources lists the resources of this noun.
func Resources() []func() resource.Resource {
	return []func() resource.Resource{newMultitenant, newMember, newMembership}
}

// ListResources lists the list resources of this noun.
func ListResources() []func() list.ListResource {
	return []func() list.ListResource{newMultitenantList, newMemberList, newMembershipList}
}

// The values of on_destroy.
const (
	destroyDelete = "delete"
	destroyRemove = "remove"
	destroyLeave  = "leave"
	destroyKeep   = "keep"
)

// Timeouts that apply where the configuration has none: a creation or a removal takes
// minutes, a join up to two hours, and four in an older page (graph-cross-tenant §3.4).
const (
	changeTimeout = time.Hour
	joinTimeout   = 4 * time.Hour
)

// leftBehind is what a tenant and the others keep about each other (graph-cross-tenant
// §3.4).
const leftBehind = "The cross-tenant access partners of the tenants about each other stay as they are, with their access, trust, consent and" +
	" synchronization settings; only their mark as members of one organization goes. Users that were synchronized or invited stay too. Remove" +
	" what is not wanted any more: the guide \"Separate from a company\" has the order."

// refuseCloud refuses a tenant of a cloud without multitenant organizations, and reports
// whether it did.
func refuseCloud(at path.Path, t *tenant.Tenant, diags *diag.Diagnostics) bool {
	if t.Cloud.HasMultitenantOrganizations {
		return false
	}
	diags.AddAttributeError(at, "No multitenant organizations in this cloud", fmt.Sprintf(
		"Tenant %q is in the cloud %q. Multitenant organizations exist in the public cloud only, and only tenants of that cloud can be in one."+
			" Without one, use partner entries and invitations: the guide \"A subsidiary in US Government\" shows them.", t.Key, t.Cloud.Name))
	return true
}

// refuseType refuses a tenant that is no workforce tenant, if the resource is new, and
// reports whether it did.
func refuseType(ctx context.Context, data *tfkit.Data, at path.Path, t *tenant.Tenant, req resource.ModifyPlanRequest, diags *diag.Diagnostics) bool {
	return req.State.Raw.IsNull() && data.RefuseTenantType(ctx, t, rules.UseOrganization, at, diags)
}

// refuseOther is refuseCloud for another tenant, by its id, if the provider has it.
func refuseOther(at path.Path, tenants *tenant.Registry, id string, diags *diag.Diagnostics) bool {
	t, err := tenants.ByID(id)
	return err == nil && refuseCloud(at, t, diags)
}
