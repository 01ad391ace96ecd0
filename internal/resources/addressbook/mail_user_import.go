package addressbook

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var mailUserID = tfkit.ImportID{Noun: "mail user", Object: "<user>", Names: tfkit.UserNames, Example: "ana@contoso.example"}

// ImportState finds the mail user; the read that follows sets the other attributes.
// The former values of an imported mail user are not known.
func (r *mailUser) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	imported := r.BeginImport(ctx, mailUserID, req, resp)
	if imported == nil {
		return
	}
	u, err := imported.Tenant.Exchange.MailUserByName(ctx, imported.Object)
	if errors.Is(err, service.ErrNotFound) {
		err = fmt.Errorf("tenant %q (%s) has no mail user with the object id, user principal name or address %s in Exchange Online, which has that"+
			" of a new guest some minutes late", imported.Tenant.Key, imported.Tenant.ID, imported.Object)
	}
	if err != nil {
		imported.Fail(err)
		return
	}
	imported.Save(ctx, u.ObjectID, map[string]string{"user_id": u.ObjectID, "on_destroy": destroyRestore})
}
