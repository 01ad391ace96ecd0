package guest

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// ImportState finds the user; the read that follows fills in the rest. What the
// user was before they became what they are, nobody can tell.
func (r *userType) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	inTenant, who, err := importTarget(ctx, req)
	if err != nil {
		resp.Diagnostics.AddError("Cannot import user type", err.Error()+
			"\n\nThe id is <tenant>/<user>: the tenant's key or id, then the object id, user principal name or e-mail address, as in"+
			" fabrikam/ana@contoso.example.")
		return
	}
	t, err := r.Tenants.Find(inTenant)
	if err != nil {
		resp.Diagnostics.AddError("Cannot import user type", err.Error()+".")
		return
	}
	u, err := findUser(ctx, t, who)
	if err != nil {
		resp.Diagnostics.AddError(fmt.Sprintf("Cannot import the user type of %s from tenant %q", who, t.Key), tfkit.Explain(t, err))
		return
	}
	for name, value := range map[string]string{
		"id": tfkit.ID(t.ID, u.ID), "tenant_id": t.ID, "user_id": u.ID, "on_destroy": destroyRestore,
	} {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), value)...)
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, tfkit.NewIdentity(t.ID, u.ID))...)
}

// findUser finds the user, external or internal, whom an import names.
func findUser(ctx context.Context, t *tenant.Tenant, who string) (graph.User, error) {
	people, err := lookUp(ctx, t, who)
	if err != nil {
		return graph.User{}, err
	}
	return only(t, who, "user", people)
}
