package guest

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var userTypeID = tfkit.ImportID{Noun: "user type", Object: "<user>", Names: tfkit.UserNames, Example: "ana@contoso.example"}

// ImportState finds the user; the read that follows sets the other attributes. The
// former type of an imported user is not known.
func (r *userType) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	r.ImportUser(ctx, userTypeID, req, resp, map[string]string{"on_destroy": destroyRestore})
}
