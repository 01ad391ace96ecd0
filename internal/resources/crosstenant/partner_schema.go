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

// What happens to an entry that is there already.
const (
	existingError = "error"
	existingAdopt = "adopt"
)

func (r *partner) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "What one tenant says about one other tenant: who may come and go, what is trusted, whether people have to" +
			" be asked, and what may be synchronized. The other tenant has an entry of its own about this one.",
		Attributes: tfkit.ResourceAttributes(ctx, sharedAttributes(true), partnerAttributes()),
	}
}

func partnerAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"partner_tenant_id": schema.StringAttribute{
			Required: true, CustomType: tfkit.FoldedType{},
			Validators:          []validator.String{tfkit.GUID()},
			PlanModifiers:       []planmodifier.String{tfkit.SameInAnyCase{}, stringplanmodifier.RequiresReplace()},
			MarkdownDescription: "Tenant id of the other tenant, which may be in another cloud. Another id makes another entry.",
		},
		"automatic_user_consent":   consentAttribute(),
		"identity_synchronization": syncAttribute(),
		"on_existing": schema.StringAttribute{
			Optional: true, PlanModifiers: []planmodifier.String{tfkit.CreationOnly{}},
			Validators: []validator.String{stringvalidator.OneOf(existingError, existingAdopt)},
			MarkdownDescription: "What happens at creation if there is an entry about the other tenant already: `error` (default) names the" +
				" import block to write, unless the entry says nothing beyond this configuration, which is continued; `adopt` changes" +
				" the configured blocks and leaves the others alone.",
		},
		"on_destroy": schema.StringAttribute{
			Optional: true, Computed: true,
			Validators: []validator.String{stringvalidator.OneOf(destroyDelete, destroyKeep)},
			MarkdownDescription: "What happens to the entry when this resource is destroyed: `delete` (default for entries that this" +
				" resource made), or `keep` (default for entries that were adopted or imported).",
		},
		"is_in_multi_tenant_organization": schema.BoolAttribute{
			Computed: true, PlanModifiers: []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
			MarkdownDescription: "Whether both tenants are active members of the same multitenant organization.",
		},
	}
}

func consentAttribute() schema.Attribute {
	return blockAttribute(false, "Whether people have to consent before they are let in. They are not asked if the home tenant allows it"+
		" outbound and the resource tenant inbound. There is no default to inherit.", map[string]schema.Attribute{
		"inbound_allowed": schema.BoolAttribute{
			Required: true, MarkdownDescription: "People of the other tenant are not asked when they come here.",
		},
		"outbound_allowed": schema.BoolAttribute{
			Required: true, MarkdownDescription: "People of this tenant are not asked when they go there.",
		},
	})
}

func syncAttribute() schema.Attribute {
	return blockAttribute(false, "What the other tenant may synchronize into this one.", map[string]schema.Attribute{
		"user_sync_allowed": schema.BoolAttribute{
			Optional: true, Validators: []validator.Bool{boolvalidator.ExactlyOneOf(beside(absent)...)},
			MarkdownDescription: "The other tenant may create and update its people here. `false` stops that; people who are here stay.",
		},
		"display_name": schema.StringAttribute{
			Optional: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			MarkdownDescription: "Name of the entry in the portal. Left alone when it is left out.",
		},
		absent: markerAttribute("`true` deletes what is said about synchronization, of groups as well. Nothing else can be set beside it.", "display_name"),
	})
}
