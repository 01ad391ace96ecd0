package synchronization

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// ValidateConfig refuses combinations that the service would refuse, as far as they are
// known.
func (r *crossTenantSync) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var m syncModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if m.Groups.ValueBool() && m.Scope.ValueString() == scopeAll {
		resp.Diagnostics.AddAttributeError(path.Root("groups"), "Conflicting configuration",
			"Groups are synchronized if they are assigned. Set scope = \"assigned\", or remove groups.")
	}
	m.checkRows(ctx, &resp.Diagnostics)
}

// checkRows refuses rows that cannot be changed, and two settings for one row.
func (m *syncModel) checkRows(ctx context.Context, diags *diag.Diagnostics) {
	decoded := m.mapping(ctx)
	at := path.Root("user_mapping").AtName("attributes")
	taken := map[string]string{}
	for name, configured := range map[string]bool{
		rowUserType: !decoded.UserType.IsNull(), rowShown: !decoded.Shown.IsNull(), rowMail: !decoded.Mail.IsNull(), rowManager: !decoded.Manager.IsNull(),
	} {
		if configured {
			taken[strings.ToLower(name)] = map[string]string{
				rowUserType: "user_type", rowShown: "show_in_address_list", rowMail: "mail", rowManager: "manager",
			}[name]
		}
	}
	for _, target := range targets(decoded.Attributes.Elements()) {
		folded := strings.ToLower(target)
		switch other, twice := taken[folded]; {
		case strings.EqualFold(target, rowMatching):
			diags.AddAttributeError(at.AtMapKey(target), "Immutable mapping",
				rowMatching+" matches the users of both tenants: the service refuses any change of its mapping.")
		case twice:
			diags.AddAttributeError(at.AtMapKey(target), "Conflicting configuration", fmt.Sprintf(
				"The mapping of %s is configured twice: here and by %s. Remove one of them.", target, other))
		}
		taken[folded] = target
	}
}

// checkClouds refuses what a pair of clouds does not have (graph-cross-tenant §4.9).
func (m *syncModel) checkClouds(ctx context.Context, e ends, diags *diag.Diagnostics) {
	source, target := e.source.Cloud.Name, e.target.Cloud.Name
	pair := fmt.Sprintf("from cloud %s of tenant %q to cloud %s of tenant %q", source, e.source.Key, target, e.target.Key)
	mechanism, connected := rules.MechanismBetween(source, target)
	if !connected || mechanism == rules.Invitation {
		diags.AddAttributeError(path.Root("target"), "No synchronization between these clouds", "There is no cross-tenant synchronization "+pair+
			". Invite the users instead (multitenant_b2b_invitation), or choose another target.")
		return
	}
	const china, public = "china", "public"
	if source == china && target == china {
		diags.AddAttributeWarning(path.Root("target"), "Support is not certain", "Microsoft's pages contradict each other about synchronization within"+
			" China. If the service refuses the start, invite the users instead.")
	}
	across := mechanism == rules.CrossCloudSync
	if across && m.Groups.ValueBool() {
		diags.AddAttributeError(path.Root("groups"), "No synchronization of groups between these clouds", "Groups are synchronized within one cloud only, not "+pair+".")
	}
	decoded := m.mapping(ctx)
	row := m.wanted(ctx)[rowManager]
	if (across || source != public) && (decoded.Manager.ValueBool() || row.Target != "" && !row.Absent) {
		diags.AddAttributeError(path.Root("user_mapping"), "Manager cannot be synchronized", "The attribute manager is synchronized within the public cloud"+
			" only, not "+pair+". Remove its mapping.")
	}
}
