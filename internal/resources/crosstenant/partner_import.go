package crosstenant

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// ImportState finds the two tenants; the read that follows fills in the rest.
func (r *partner) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	t, who, err := importTarget(ctx, r.Tenants, req)
	if err == nil && !tfkit.IsGUID(who) {
		var other *tenant.Tenant
		if other, err = r.Tenants.Find(who); err == nil {
			who = other.ID
		}
	}
	if err != nil {
		resp.Diagnostics.AddError("Cannot import cross-tenant access partner", err.Error()+
			"\n\nThe id is <tenant>/<partner>: the key or id of the tenant, then the key or id of the other one, as in fabrikam/contoso.")
		return
	}
	who = strings.ToLower(who)
	setImported(ctx, resp, t, who, map[string]string{"partner_tenant_id": who, "on_destroy": destroyKeep})
	resp.Diagnostics.Append(adoptedRecord.Save(ctx, resp.Private, adoption{true})...)
}

// importSingle imports what every tenant has exactly once, under a fixed name.
func importSingle(ctx context.Context, tenants *tenant.Registry, name, onDestroy string, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	t, which, err := importTarget(ctx, tenants, req)
	if err == nil && which != name {
		err = fmt.Errorf("a tenant has one object of this type, and its name is %q, not %q", name, which)
	}
	if err != nil {
		resp.Diagnostics.AddError("Cannot import cross-tenant access settings", fmt.Sprintf(
			"%v.\n\nThe id is <tenant>/%s, with the tenant's key or id, as in fabrikam/%s.", err, name, name))
		return
	}
	setImported(ctx, resp, t, name, map[string]string{"on_destroy": onDestroy})
}

func setImported(ctx context.Context, resp *resource.ImportStateResponse, t *tenant.Tenant, object string, values map[string]string) {
	values["id"], values["tenant"], values["tenant_id"] = tfkit.ID(t.ID, object), t.Key, t.ID
	for name, value := range values {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), value)...)
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, tfkit.NewIdentity(t.ID, object))...)
}

var errIdentity = errors.New("the identity cannot be read")

// importTarget splits what an import names: an id or an identity.
func importTarget(ctx context.Context, tenants *tenant.Registry, req resource.ImportStateRequest) (*tenant.Tenant, string, error) {
	var inTenant, object string
	if req.ID != "" {
		var err error
		if inTenant, object, err = tfkit.SplitImportID(req.ID); err != nil {
			return nil, "", err
		}
	} else {
		var identity tfkit.Identity
		if diags := req.Identity.Get(ctx, &identity); diags.HasError() {
			return nil, "", errIdentity
		}
		inTenant, object = identity.TenantID.ValueString(), identity.ObjectID.ValueString()
	}
	t, err := tenants.Find(inTenant)
	return t, object, err
}
