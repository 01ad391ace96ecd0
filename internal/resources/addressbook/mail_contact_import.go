package addressbook

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/exchange"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var mailContactID = tfkit.ImportID{
	Noun: "mail contact", Object: "<contact>", Names: "the Guid in Exchange Online or an e-mail address", Example: "info@partner.example",
}

// ImportState finds the contact; the read that follows sets the other attributes.
func (r *mailContact) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	imported := r.BeginImport(ctx, mailContactID, req, resp)
	if imported == nil {
		return
	}
	guid, err := findContact(ctx, imported.Tenant, imported.Object)
	if err != nil {
		imported.Fail(err)
		return
	}
	imported.Save(ctx, guid, map[string]string{"contact_id": guid})
}

// findContact returns the Guid of a mail contact that a Guid or an address names.
func findContact(ctx context.Context, t *tenant.Tenant, name string) (guid string, err error) {
	found, what := exchange.Recipient{}, "address"
	if tfkit.IsGUID(name) {
		what = "Guid"
		var c exchange.MailContact
		c, err = t.Exchange.MailContact(ctx, name)
		found = c.Recipient
	} else {
		found, err = t.Exchange.RecipientByAddress(ctx, name)
	}
	switch {
	case errors.Is(err, service.ErrNotFound):
		return "", fmt.Errorf("tenant %q (%s) has no mail contact with the %s %s", t.Key, t.ID, what, name)
	case err != nil:
		return "", err
	case found.TypeDetails != mailContactType:
		return "", fmt.Errorf("in tenant %q, the address %s belongs to %q (%s), which is no mail contact", t.Key, name, found.DisplayName, found.TypeDetails)
	}
	return found.GUID, nil
}
