package crosstenant

import (
	"context"
	"errors"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var capabilitiesImport = tfkit.ImportID{
	Noun: "Microsoft 365 capabilities", Object: "<partner>", Names: "the key or id of the other tenant, or default", Example: "contoso",
}

// ImportState finds the two tenants, and records the existing capabilities as those
// that a destroy keeps; the read that follows sets the other attributes.
func (r *capabilities) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	imported := r.BeginImport(ctx, capabilitiesImport, req, resp)
	if imported == nil {
		return
	}
	m := capabilitiesModel{PartnerTenantID: tfkit.FoldedValue(strings.ToLower(imported.Object))}
	if !tfkit.IsGUID(m.holder()) && m.holder() != ofDefault {
		t, err := r.Tenants.Find(imported.Object)
		if err != nil {
			imported.Refuse(err)
			return
		}
		m.PartnerTenantID = tfkit.FoldedValue(strings.ToLower(t.ID))
	}
	found, err := imported.Tenant.Graph.ReadM365Capabilities(ctx, m.partnerID())
	switch {
	case err != nil:
		imported.Fail(err)
		return
	case found.NotRolledOut:
		imported.Fail(errors.New(notRolledOut(imported.Tenant)))
		return
	case found.NoEntry:
		imported.Fail(errors.New(m.noEntry(imported.Tenant)))
		return
	}
	imported.Save(ctx, m.holder(), map[string]string{
		"partner_tenant_id": m.holder(), "former": capabilitiesRecord.Text(importedCapabilities(found), &resp.Diagnostics).ValueString(),
	})
}

// importedCapabilities are the former capabilities after an import, which manages those
// that are there.
func importedCapabilities(found rules.M365Capabilities) formerCapabilities {
	record := formerCapabilities{}.complete(found)
	record.Managed = names(record.All)
	return record
}
