package collaboration

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/setplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/singleton"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// The values of sharing_capability and sharing_domain_restriction_mode, as in Graph.
const (
	sharesWithNone     = "disabled"
	sharesWithExisting = "existingExternalUserSharingOnly"
	sharesWithGuests   = "externalUserSharingOnly"
	sharesWithAll      = "externalUserAndGuestSharing"

	modeNone  = "none"
	modeAllow = "allowList"
	modeBlock = "blockList"
)

func (r *sharePoint) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages the settings of SharePoint and OneDrive of a tenant for sharing with external users: the highest level of sharing, and the domains." +
			" A tenant has these settings once; attributes that are not configured are not changed.",
		Attributes: tfkit.ResourceAttributes(ctx, sharePointAttributes(), singleton.SchemaAttributes(
			"Effect on the settings when this resource is destroyed: `restore` (default) restores the former values of the attributes"+
				" that were configured, `keep` keeps all values.")),
	}
}

func sharePointAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"sharing_capability": policyText("The highest level of sharing: `disabled` (users of the tenant only), `existingExternalUserSharingOnly` (also"+
			" guests that are in the directory), `externalUserSharingOnly` (also new guests) or `externalUserAndGuestSharing` (also with links that need no"+
			" sign-in). A site can be more restrictive.",
			sharesWithNone, sharesWithExisting, sharesWithGuests, sharesWithAll),
		"sharing_domain_restriction_mode": policyText("`none`, `allowList` (sharing with the domains of `sharing_allowed_domain_list` only) or `blockList` (sharing"+
			" with all domains but those of `sharing_blocked_domain_list`).",
			modeNone, modeAllow, modeBlock),
		"sharing_allowed_domain_list": sharingDomains("The domains with which content may be shared. Requires `sharing_domain_restriction_mode = \"allowList\"`."),
		"sharing_blocked_domain_list": sharingDomains("The domains with which content may not be shared. Requires `sharing_domain_restriction_mode = \"blockList\"`."),
		"is_resharing_by_external_users_enabled": policyFlag(
			"Whether external users may share content that they do not own."),
		"is_require_accepting_user_to_match_invited_user_enabled": policyFlag(
			"Whether an external user has to accept an invitation to share with the account to which it was sent."),
	}
}

func sharingDomains(text string) schema.SetAttribute {
	return schema.SetAttribute{
		Optional: true, Computed: true, ElementType: types.StringType, MarkdownDescription: text + " Unchanged if it is not configured.",
		PlanModifiers: []planmodifier.Set{setplanmodifier.UseStateForUnknown()},
		Validators: []validator.Set{
			distinct{},
			setvalidator.ValueStringsAre(stringvalidator.RegexMatches(domainName, "must be a domain name such as contoso.example, without wildcards")),
		},
	}
}
