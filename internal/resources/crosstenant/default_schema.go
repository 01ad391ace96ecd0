package crosstenant

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/singleton"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

func (r *defaults) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages the cross-tenant access settings of a tenant for all tenants of its cloud without a partner entry, and for partners whose entry" +
			" inherits a block. A tenant has exactly one default; blocks that are not configured are not changed.",
		Attributes: tfkit.ResourceAttributes(ctx, sharedAttributes(withoutMarker), defaultAttributes(), singleton.SchemaAttributes(
			"Effect on the settings when this resource is destroyed: `restore` (default) restores the former values of the blocks that this"+
				" resource changed, `reset` sets all blocks, configured or not, to the values of a new tenant, and `keep`"+
				" keeps all values.", destroyReset)),
	}
}

func defaultAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"invitation_redemption_identity_provider_configuration": redemptionAttribute(),
		"is_service_default": schema.BoolAttribute{
			Computed:            true,
			MarkdownDescription: "Whether the settings are those of a new tenant. The service updates it with a delay.",
		},
	}
}

// redemptionAttribute is a list, not a set, because the order matters.
func redemptionAttribute() schema.Attribute {
	return blockAttribute(withoutMarker, "Accounts with which guests redeem their invitation.", map[string]schema.Attribute{
		"primary_identity_provider_precedence_order": schema.ListAttribute{
			Required: true, ElementType: types.StringType,
			Validators: []validator.List{
				listvalidator.UniqueValues(),
				listvalidator.ValueStringsAre(stringvalidator.OneOf("azureActiveDirectory", "externalFederation", "socialIdentityProviders")),
			},
			MarkdownDescription: "Kinds of accounts to try, in this order: `azureActiveDirectory`, `externalFederation`," +
				" `socialIdentityProviders`. Absent ones are not tried.",
		},
		"fallback_identity_provider": schema.StringAttribute{
			Required:   true,
			Validators: []validator.String{stringvalidator.OneOf("defaultConfiguredIdp", "emailOneTimePasscode", "microsoftAccount")},
			MarkdownDescription: "Fallback if none of them matches: `defaultConfiguredIdp`, `emailOneTimePasscode` (which excludes" +
				" Microsoft accounts) or `microsoftAccount`.",
		},
	})
}
