package crosstenant

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/boolvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// The values of on_existing.
const (
	existingError = "error"
	existingAdopt = "adopt"
)

func (r *partner) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages the cross-tenant access settings of one tenant for one other tenant: inbound and outbound access, trusted claims, consent" +
			" and synchronization. The other tenant needs its own entry for this one.",
		Attributes: tfkit.ResourceAttributes(ctx, sharedAttributes(fromDefault), partnerAttributes()),
	}
}

func partnerAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"partner_tenant_id": schema.StringAttribute{
			Required: true, CustomType: tfkit.FoldedType{},
			Validators:          []validator.String{tfkit.GUID()},
			PlanModifiers:       []planmodifier.String{tfkit.SameInAnyCase{}, stringplanmodifier.RequiresReplace()},
			MarkdownDescription: "Tenant id of the other tenant, which may be in another cloud. Another id creates another entry.",
		},
		"automatic_user_consent":   consentAttribute(),
		"identity_synchronization": syncAttribute(),
		"on_existing": schema.StringAttribute{
			Optional: true, PlanModifiers: []planmodifier.String{tfkit.CreationOnly{}},
			Validators: []validator.String{stringvalidator.OneOf(existingError, existingAdopt)},
			MarkdownDescription: "What to do at creation if an entry for the other tenant already exists: `error` (default) prints the" +
				" import block to write, unless the entry contains nothing beyond this configuration, which is continued; `adopt` changes" +
				" the configured blocks and does not change the others.",
		},
		"on_destroy": schema.StringAttribute{
			Optional: true, Computed: true,
			Validators: []validator.String{stringvalidator.OneOf(destroyDelete, destroyKeep)},
			MarkdownDescription: "Effect on the entry when this resource is destroyed: `delete` (default for entries that this" +
				" resource created), or `keep` (default for entries that were adopted or imported).",
		},
		"is_in_multi_tenant_organization": schema.BoolAttribute{
			Computed: true, PlanModifiers: []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
			MarkdownDescription: "Whether both tenants are active members of the same multitenant organization.",
		},
	}
}

func consentAttribute() schema.Attribute {
	return blockAttribute(withoutMarker, "Automatic consent of users at redemption. There is no consent prompt if the home tenant allows it"+
		" outbound and the resource tenant inbound. There is no default to inherit.", map[string]schema.Attribute{
		"inbound_allowed": schema.BoolAttribute{
			Required: true, MarkdownDescription: "Whether users of the other tenant consent automatically in this tenant.",
		},
		"outbound_allowed": schema.BoolAttribute{
			Required: true, MarkdownDescription: "Whether users of this tenant consent automatically in the other tenant.",
		},
	})
}

func syncAttribute() schema.Attribute {
	return blockAttribute(withoutMarker, "Synchronization of users and groups of the other tenant into this one.", map[string]schema.Attribute{
		"user_sync_allowed": schema.BoolAttribute{
			Optional: true, Validators: []validator.Bool{boolvalidator.ExactlyOneOf(beside(absent)...)},
			MarkdownDescription: "Whether the other tenant may create and update its users in this tenant. `false` stops that; existing users remain.",
		},
		"group_sync_allowed": schema.BoolAttribute{
			Optional: true,
			MarkdownDescription: "Whether the other tenant may create and update its groups in this tenant, as security groups. `false` stops that;" +
				" existing groups remain. Only for a tenant of the same cloud, and in preview: it is read and written in the beta version of Graph," +
				" and only where it is configured. If it is removed from the block, the value from before this resource is restored.",
		},
		"display_name": schema.StringAttribute{
			Optional: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			MarkdownDescription: "Name of the entry in the portal. Unchanged if it is not configured.",
		},
		absent: markerAttribute("`true` deletes the synchronization policy, including that of groups. It excludes all other attributes.", "display_name", "group_sync_allowed"),
	})
}
