package guest

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var userTypeID = tfkit.ImportID{Noun: "user type", Object: "<user>", Names: userNames, Example: "ana@contoso.example"}

// ImportState finds the user; the read that follows sets the other attributes. The
// former type of an imported user is not known.
func (r *userType) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	imported := r.BeginImport(ctx, userTypeID, req, resp)
	if imported == nil {
		return
	}
	u, err := findUser(ctx, imported.Tenant, imported.Object)
	if err != nil {
		imported.Fail(err)
		return
	}
	imported.Save(ctx, u.ID, map[string]string{"user_id": u.ID, "on_destroy": destroyRestore})
}

// findUser finds the user, external or internal, of an import.
func findUser(ctx context.Context, t *tenant.Tenant, who string) (graph.User, error) {
	people, err := lookUp(ctx, t, who)
	if err != nil {
		return graph.User{}, err
	}
	return only(t, who, "user", people)
}
