package synchronization

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var groupImport = tfkit.ImportID{
	Noun: "sync scope group", Object: "<group>", Names: "the object id or the display name of the group", Example: "sync-scope-fabrikam",
}

// ImportState finds the group; the read that follows sets the other attributes.
func (r *scopeGroup) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	imported := r.BeginImport(ctx, groupImport, req, resp)
	if imported == nil {
		return
	}
	g, err := find(ctx, imported.Tenant, imported.Object)
	if err != nil {
		imported.Fail(err)
		return
	}
	imported.Save(ctx, g.ID, map[string]string{"group_id": g.ID, "on_destroy": destroyKeep})
	resp.Diagnostics.Append(adoptedRecord.Save(ctx, resp.Private, adoption{true})...)
}

// find returns the group with an object id or a display name.
func find(ctx context.Context, t *tenant.Tenant, name string) (graph.Group, error) {
	if tfkit.IsGUID(name) {
		g, err := t.Graph.Group(ctx, name)
		if err != nil {
			return g, err
		}
		return g, suitable(g)
	}
	found, err := t.Graph.GroupsByName(ctx, name)
	switch {
	case err != nil:
		return graph.Group{}, err
	case len(found) == 0:
		return graph.Group{}, fmt.Errorf("the tenant has no group with the display name %q", name)
	case len(found) > 1:
		return graph.Group{}, fmt.Errorf("%d groups have the display name %q: %s. Use the object id", len(found), name, idsOf(found))
	}
	return found[0], suitable(found[0])
}

// suitable refuses groups that cannot decide about synchronization safely.
func suitable(g graph.Group) error {
	if g.Security() {
		return nil
	}
	return fmt.Errorf("group %s (%s) is not a security group of the cloud: groups with mail, Microsoft 365 groups and groups of an on-premises"+
		" directory cannot be in a restricted management administrative unit", g.ID, g.DisplayName)
}
