package collaboration

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/singleton"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var (
	_ resource.ResourceWithConfigure      = (*sharePoint)(nil)
	_ resource.ResourceWithImportState    = (*sharePoint)(nil)
	_ resource.ResourceWithModifyPlan     = (*sharePoint)(nil)
	_ resource.ResourceWithIdentity       = (*sharePoint)(nil)
	_ resource.ResourceWithValidateConfig = (*sharePoint)(nil)
)

// sharePoint is multitenant_sharepoint_sharing: the part of a tenant's settings of
// SharePoint and OneDrive that is about sharing with external users.
type sharePoint struct{ singleton.Resource }

func newSharePoint() resource.Resource {
	return &sharePoint{singleton.Resource{Kind: singleton.Kind{
		Type: "sharepoint_sharing", Object: tfkit.SharePointName, Noun: "SharePoint sharing settings",
		New: func() singleton.Model { return &sharePointModel{} }, Plan: planSharePoint,
	}}}
}

// sharePointModel is the resource in Terraform's types.
type sharePointModel struct {
	tfkit.Model
	singleton.Attributes

	Capability     types.String `tfsdk:"sharing_capability"`
	Mode           types.String `tfsdk:"sharing_domain_restriction_mode"`
	AllowedDomains types.Set    `tfsdk:"sharing_allowed_domain_list"`
	BlockedDomains types.Set    `tfsdk:"sharing_blocked_domain_list"`
	Resharing      types.Bool   `tfsdk:"is_resharing_by_external_users_enabled"`
	MatchingUser   types.Bool   `tfsdk:"is_require_accepting_user_to_match_invited_user_enabled"`
}

func (m *sharePointModel) settings() []setting {
	return []setting{
		{property: "sharingCapability", name: "sharing_capability", text: &m.Capability},
		{property: "sharingDomainRestrictionMode", name: "sharing_domain_restriction_mode", text: &m.Mode},
		{property: "sharingAllowedDomainList", name: "sharing_allowed_domain_list", list: &m.AllowedDomains},
		{property: "sharingBlockedDomainList", name: "sharing_blocked_domain_list", list: &m.BlockedDomains},
		{property: "isResharingByExternalUsersEnabled", name: "is_resharing_by_external_users_enabled", flag: &m.Resharing},
		{
			property: "isRequireAcceptingUserToMatchInvitedUserEnabled", name: "is_require_accepting_user_to_match_invited_user_enabled",
			flag: &m.MatchingUser,
		},
	}
}

var sharing = policy{(*graph.Client).SharePointSharing, (*graph.Client).SetSharePointSharing, (*graph.Client).AwaitSharePointSharing}

func (m *sharePointModel) Parts() []singleton.Part { return parts(m.settings()) }

func (m *sharePointModel) Read(ctx context.Context, t *tenant.Tenant) (bool, error) {
	return sharing.show(ctx, t, m.settings())
}

func (m *sharePointModel) Write(ctx context.Context, t *tenant.Tenant, before singleton.Model) (func(context.Context) error, error) {
	return sharing.write(ctx, t, m.settings(), before.Parts())
}
