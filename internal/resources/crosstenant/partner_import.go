package crosstenant

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var partnerImport = tfkit.ImportID{
	Noun: "cross-tenant access partner", Object: "<partner>", Names: "the key or id of the other tenant", Example: "contoso",
}

// ImportState finds the two tenants; the read that follows sets the other
// attributes.
func (r *partner) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	imported := r.BeginImport(ctx, partnerImport, req, resp)
	if imported == nil {
		return
	}
	other := strings.ToLower(imported.Object)
	if !tfkit.IsGUID(other) {
		t, err := r.Tenants.Find(imported.Object)
		if err != nil {
			imported.Refuse(err)
			return
		}
		other = strings.ToLower(t.ID)
	}
	imported.Save(ctx, other, map[string]string{"partner_tenant_id": other, "on_destroy": destroyKeep})
	resp.Diagnostics.Append(adoptedRecord.Save(ctx, resp.Private, adoption{true})...)
}
