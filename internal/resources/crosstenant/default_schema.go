package crosstenant

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

func (r *defaults) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "What a tenant says about all tenants of its cloud that it has no entry about, and about partners whose entry" +
			" inherits a block. A tenant has these settings once; blocks that are not configured are left alone.",
		Attributes: tfkit.ResourceAttributes(ctx, sharedAttributes(false), defaultAttributes()),
	}
}

func defaultAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"invitation_redemption_identity_provider_configuration": redemptionAttribute(),
		"on_destroy": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString(destroyRestore),
			Validators: []validator.String{stringvalidator.OneOf(destroyRestore, destroyReset, destroyKeep)},
			MarkdownDescription: "What happens to the settings when this resource is destroyed: `restore` (default) gives the blocks that this" +
				" resource changed their former values, `reset` gives all blocks, configured or not, the values of a new tenant, and `keep`" +
				" leaves everything as it is.",
		},
		"is_service_default": schema.BoolAttribute{
			Computed:            true,
			MarkdownDescription: "Whether the settings are those of a new tenant. The service notices a change after a while.",
		},
	}
}

// redemptionAttribute is a list, not a set: the order is the point of it.
func redemptionAttribute() schema.Attribute {
	return blockAttribute(false, "With which account guests redeem their invitation.", map[string]schema.Attribute{
		"primary_identity_provider_precedence_order": schema.ListAttribute{
			Required: true, ElementType: types.StringType,
			Validators: []validator.List{
				listvalidator.UniqueValues(),
				listvalidator.ValueStringsAre(stringvalidator.OneOf("azureActiveDirectory", "externalFederation", "socialIdentityProviders")),
			},
			MarkdownDescription: "The kinds of accounts that are tried, in this order: `azureActiveDirectory`, `externalFederation`," +
				" `socialIdentityProviders`. One that is left out is not tried.",
		},
		"fallback_identity_provider": schema.StringAttribute{
			Required:   true,
			Validators: []validator.String{stringvalidator.OneOf("defaultConfiguredIdp", "emailOneTimePasscode", "microsoftAccount")},
			MarkdownDescription: "What is used when none of them fits: `defaultConfiguredIdp`, `emailOneTimePasscode` (which keeps out" +
				" Microsoft accounts) or `microsoftAccount`.",
		},
	})
}
