package crosstenant

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// check reports settings that the service would refuse in the blocks of a
// configuration. Unknown values are checked again in the apply.
func check(ctx context.Context, blocks []block, diags *diag.Diagnostics) {
	for _, b := range blocks {
		if !tfkit.FullyKnown(ctx, *b.value) {
			continue
		}
		if isEmpty(b.value.Attributes()) {
			diags.AddAttributeError(path.Root(b.name), "Empty block", fmt.Sprintf(
				"%s is empty. Set an attribute in it, or remove it to leave its values unchanged.", b.name))
		}
		for _, p := range b.problems(ctx) {
			diags.AddAttributeError(path.Root(b.name).AtName(string(p.Half)), "Conflicting access settings",
				fmt.Sprintf("Graph refuses the configured %s. %s", b.name, p.Reason))
		}
	}
}

// problems are those of a block with fully known values.
func (b block) problems(ctx context.Context) []rules.SettingProblem {
	settings := b.decode(ctx)
	switch of := b.Block.(type) {
	case *rules.SettingBlock:
		inbound := of == rules.CollaborationInbound || of == rules.DirectInbound
		return rules.CheckSetting(of.Of(settings), inbound && !b.inheritable(ctx), tfkit.IsGUID)
	case *rules.TargetsBlock:
		return rules.CheckTargets(of, of.Of(settings), tfkit.IsGUID)
	}
	return nil
}

func isEmpty(attributes map[string]attr.Value) bool {
	for _, v := range attributes {
		if !v.IsNull() {
			return false
		}
	}
	return true
}

// forCloud removes blocks that the tenant's cloud does not support from the plan,
// and refuses them in the configuration.
func (m *sharedModel) forCloud(ctx context.Context, config sharedModel, t *tenant.Tenant, diags *diag.Diagnostics) {
	if t.Cloud.HasTenantRestrictions {
		return
	}
	m.Restrictions = types.ObjectNull(m.Restrictions.AttributeTypes(ctx))
	if !config.Restrictions.IsNull() {
		diags.AddAttributeError(path.Root("tenant_restrictions"), "Not available in this cloud", fmt.Sprintf(
			"Tenant restrictions exist in the public cloud only, and this tenant is in cloud %q. Remove tenant_restrictions.", t.Cloud.Name))
	}
}
