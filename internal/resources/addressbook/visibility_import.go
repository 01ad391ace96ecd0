package addressbook

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var visibilityID = tfkit.ImportID{Noun: "visibility", Object: "<user>", Names: tfkit.UserNames, Example: "ana@contoso.example"}

// ImportState finds the user; the read that follows sets the other attributes. The
// former visibility of an imported user is not known.
func (r *visibility) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	r.ImportUser(ctx, visibilityID, req, resp, map[string]string{"exchange": exchangeAuto, "on_destroy": destroyRestore})
}
