package crosstenant

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var _ action.ActionWithConfigure = (*tfkit.Action[restoreModel])(nil)

type restoreModel struct {
	Tenant  types.String `tfsdk:"tenant"`
	Partner types.String `tfsdk:"partner_tenant_id"`
	Sync    types.Bool   `tfsdk:"identity_synchronization"`
}

// newRestorePartner restores a deleted partner configuration.
func newRestorePartner() action.Action {
	return &tfkit.Action[restoreModel]{
		Name: "restore_partner",
		Text: "Restores a partner configuration from the recycle bin of a tenant, within 30 days of the deletion, with the settings that it had. Public cloud only.",
		Arguments: map[string]schema.Attribute{
			"partner_tenant_id": tfkit.RequiredID("Tenant id of the partner."),
			"identity_synchronization": schema.BoolAttribute{
				Optional: true,
				MarkdownDescription: "Whether the deleted synchronization policy of the partner is restored too, which lets the partner synchronize users" +
					" again. Default `false`.",
			},
		},
		Subject: func(m restoreModel) string { return "partner " + m.Partner.ValueString() },
		Act: func(ctx context.Context, t *tenant.Tenant, m restoreModel, say func(string)) error {
			if !t.Cloud.HasDeletedPolicies {
				return tfkit.Refusal(fmt.Sprintf("The tenant is in the cloud %q, and Graph restores partner configurations in the public cloud only."+
					" Configure the partner again with multitenant_cross_tenant_access_partner.", t.Cloud.Name))
			}
			id := strings.ToLower(m.Partner.ValueString())
			done, err := t.Graph.RestorePartner(ctx, id, m.Sync.ValueBool())
			for _, message := range restored(id, done, err) {
				say(message)
			}
			if missing := (*graph.NotDeletedError)(nil); errors.As(err, &missing) {
				return tfkit.Refusal(fmt.Sprintf("Neither the tenant nor its recycle bin has a partner configuration for %s. The recycle bin keeps"+
					" them for 30 days; configure the partner again with multitenant_cross_tenant_access_partner.", missing.TenantID))
			}
			return err
		},
	}
}

// restored says what a restore has done, and what it has left.
func restored(id string, done graph.RestoredPartner, err error) []string {
	var said []string
	if done.Settings {
		said = append(said, "restored the partner configuration for "+id+".")
	}
	if done.Sync {
		said = append(said, "restored its synchronization policy.")
	}
	if done.Left {
		said = append(said, "the recycle bin also has a synchronization policy for "+id+", which identity_synchronization = true restores.")
	}
	if err == nil && len(said) == 0 {
		said = append(said, "the partner configuration for "+id+" is not deleted; nothing is restored.")
	}
	return said
}
