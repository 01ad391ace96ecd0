package synchronization

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var syncImport = tfkit.ImportID{
	Noun: "synchronization", Object: "<service principal>", Names: "the object id of its service principal, or its display name", Example: "Synchronization to contoso",
}

// ImportState finds the configuration; the read that follows sets the other attributes.
func (r *crossTenantSync) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	imported := r.BeginImport(ctx, syncImport, req, resp)
	if imported == nil {
		return
	}
	a, err := findSync(ctx, imported.Tenant, imported.Object)
	if err != nil {
		imported.Fail(err)
		return
	}
	imported.Save(ctx, a.PrincipalID, map[string]string{
		"source": imported.Tenant.Key, "service_principal_id": a.PrincipalID, "on_destroy": destroyKeep,
	})
	resp.Diagnostics.Append(syncRecord.Save(ctx, resp.Private, syncNotes{Adopted: true})...)
}

// findSync returns the application with an object id of a service principal, or with a
// display name.
func findSync(ctx context.Context, t *tenant.Tenant, name string) (graph.SyncApplication, error) {
	if tfkit.IsGUID(name) {
		return t.Graph.SyncApplication(ctx, name)
	}
	all, err := t.Graph.ReadSyncConfigurations(ctx)
	if err != nil {
		return graph.SyncApplication{}, err
	}
	all = slices.DeleteFunc(all, func(c graph.SyncConfiguration) bool { return c.DisplayName != name })
	switch len(all) {
	case 0:
		return graph.SyncApplication{}, fmt.Errorf("the tenant has no synchronization with the display name %q", name)
	case 1:
		return all[0].SyncApplication, nil
	}
	return graph.SyncApplication{}, fmt.Errorf("%d synchronizations have the display name %q: %s", len(all), name, namesOf(t, all))
}
